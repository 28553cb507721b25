import type { Config } from './config.ts'
import { type Endpoint, parseEndpoint, resolveEndpoint } from './resolve-endpoint.ts'
import type { RpcRequest } from './rpc-client.ts'

/** Where a request goes: a `host` header, which is taken out, then the endpoint of the request, then the rules of the product. */
export function findEndpoint(request: RpcRequest, config: Config, headers: Record<string, string>): Endpoint {
  const { host } = headers
  if (host !== undefined) {
    // As in the official clients a host header moves the connection, too: it is signed, so it must be where the request goes.
    delete headers.host
    return parseEndpoint(host, 'headers.host', config.protocol)
  }
  if (request.endpoint) return parseEndpoint(request.endpoint, 'endpoint', config.protocol)
  const { product, endpointRule, endpointMap } = request
  return resolveEndpoint({ ...config, product, endpointRule, endpointMap })
}
