import { invalidOption } from '@x/credentials-core'
import { checkEndpoint, checkLabel } from './check-endpoint.ts'

/** Where a request goes. */
export interface Endpoint {
  readonly protocol: 'https:' | 'http:'
  /** Host with the port, when it is not the protocol's own. */
  readonly host: string
}

/** What decides the host of a product. */
export interface ResolveEndpointInput {
  /** Host or URL; stands before everything else. */
  readonly endpoint?: string | undefined
  /** `HTTP` or `HTTPS`, in any case; for an endpoint without a scheme. Default `HTTPS`. */
  readonly protocol?: string | undefined
  readonly product?: string | undefined
  readonly regionId?: string | undefined
  readonly network?: string | undefined
  readonly suffix?: string | undefined
  /** `regional` hosts name the region, `central` ones do not. Default: what is known of the product, else `regional`. */
  readonly endpointRule?: 'regional' | 'central' | undefined
  /** Hosts of regions that follow no rule. */
  readonly endpointMap?: Readonly<Record<string, string>> | undefined
}

/** Products that are known to need something else than the region of the client in their host. */
const PRODUCTS: Readonly<Record<string, { readonly regionId?: string; readonly central?: 'always' | 'without region' }>> = {
  ocr: { regionId: 'cn-shanghai' },
  'ocr-api': { central: 'always' },
  openplatform: { central: 'always' },
  sts: { central: 'without region' },
}

/**
 * The host of a product: the `endpoint` given, else that of `endpointMap`, else `<product>[-<suffix>][-<network>][.<region>].aliyuncs.com`.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` when neither can be built, or when `http` is asked for anything but loopback.
 * @example resolveEndpoint({ product: 'ocr', regionId: 'cn-shanghai', network: 'vpc' }).host // 'ocr-vpc.cn-shanghai.aliyuncs.com'
 */
export function resolveEndpoint(input: ResolveEndpointInput): Endpoint {
  if (input.endpoint) return parseEndpoint(input.endpoint, 'endpoint', input.protocol)
  if (!input.product) throw invalidOption('endpoint', 'is missing', 'Pass the host of the service, such as ecs.cn-hangzhou.aliyuncs.com.')
  const known = Object.hasOwn(PRODUCTS, input.product) ? PRODUCTS[input.product] : undefined
  const { regionId = known?.regionId, endpointMap = {} } = input
  const { endpointRule = known?.central && (known.central === 'always' || !regionId) ? 'central' : 'regional' } = input
  const mapped = regionId && Object.hasOwn(endpointMap, regionId) && endpointMap[regionId]
  if (mapped) return parseEndpoint(mapped, 'endpointMap', input.protocol)
  const parts = [label(input.product, 'product'), label(input.suffix, 'suffix')]
  if (input.network !== 'public') parts.push(label(input.network, 'network'))
  const names = [parts.filter(Boolean).join('-')]
  if (endpointRule !== 'central') {
    if (!regionId) throw invalidOption('regionId', 'is missing', 'Pass a region such as cn-shanghai, or an endpoint.')
    names.push(label(regionId, 'regionId'))
  }
  return parseEndpoint(`${names.join('.')}.aliyuncs.com`, 'endpoint', input.protocol)
}

/** Reads `host[:port]`, or a URL without a path. */
export function parseEndpoint(text: string, field: string, protocol = 'HTTPS'): Endpoint {
  checkEndpoint(text, field, protocol)
  const url = toUrl(/^https?:/i.test(text) ? text : `${protocol.toLowerCase()}://${text}`)
  if (!url) throw invalidOption(field, 'is not a host', 'Pass host, host:port or a URL without path and login.')
  return { protocol: url.protocol as Endpoint['protocol'], host: url.host }
}

function toUrl(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

function label(value: string | undefined, field: string): string {
  checkLabel(value, field)
  return value ?? ''
}
