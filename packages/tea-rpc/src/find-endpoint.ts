import type { Config } from './config.ts'
import { type Endpoint, parseEndpoint, resolveEndpoint } from './resolve-endpoint.ts'
import type { RpcRequest } from './rpc-client.ts'

/** The last endpoint found for each client: most clients have one, and to read an address costs as much as to sign a request. */
const last = new WeakMap<Config, { readonly place: string; readonly endpoint: Endpoint }>()

/** Where a request goes: a `host` header, which is taken out, then the endpoint of the request, then the rules of the product. */
export function findEndpoint(request: RpcRequest, config: Config, headers: Record<string, string>): Endpoint {
  const { host } = headers
  if (host !== undefined) {
    // As in the official clients a host header moves the connection, too: it is signed, so it must be where the request goes.
    delete headers.host
    return parseEndpoint(host, 'headers.host', config.protocol)
  }
  const { product, endpoint: own, endpointRule, endpointMap } = request
  const place = `${own}|${product}|${endpointRule}`
  const known = last.get(config)
  if (known?.place === place && !endpointMap) return known.endpoint
  const endpoint = own
    ? parseEndpoint(own, 'endpoint', config.protocol)
    : resolveEndpoint({ ...config, product, endpointRule, endpointMap })
  if (!endpointMap) last.set(config, { place, endpoint })
  return endpoint
}
