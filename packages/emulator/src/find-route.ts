import type { Route } from './exchange.ts'
import { type GatewayParts, gatewayRoute, refuseAsJson } from './gateway/gateway.ts'
import { answerPreflight } from './http/cors.ts'
import { type HttpRequest, headerOf } from './http/http-request.ts'
import type { MetadataService } from './metadata/metadata-route.ts'
import { ossRoute } from './oss/oss-route.ts'
import type { UploadParts } from './oss/post-object.ts'

/** Everything that answers requests. */
export interface Services {
  readonly gateway: GatewayParts
  readonly metadata: MetadataService
  readonly credentialsUri: Route
  readonly oss: UploadParts
}

/** Decides who answers: by path, except that calls of the newer signature may be told by their action header. */
export function findRoute(request: HttpRequest, services: Services): Route {
  const { path } = request
  if (request.method === 'OPTIONS') {
    return { service: 'cors', action: 'Preflight', run: (exchange) => answerPreflight(exchange.request), refuse: refuseAsJson }
  }
  if (path === '/' || headerOf(request, 'x-acs-action') !== undefined) return gatewayRoute(request, services.gateway)
  if (path.startsWith('/latest/')) return services.metadata.route(request)
  if (path === '/credentials') return services.credentialsUri
  return ossRoute(request, services.oss)
}
