import type { Config, RuntimeOptions } from './config.ts'
import { loadRare } from './load-rare.ts'
import type { PreparedRequest } from './prepared-request.ts'
import type { RpcRequest } from './rpc-client.ts'
import { toTexts } from './to-texts.ts'

/** What is the same for all requests of a client. */
export interface RequestDefaults {
  readonly config: Config
  readonly signatureVersion: 'acs3' | 'v1'
  readonly nameProvider: boolean
  /** Absent in browsers, where it would force a preflight. */
  readonly userAgent: string | undefined
}

/** A host that needs no reading: lower case, no port, and no address. */
const PLAIN_HOST = /^[a-z\d.-]+\.[a-z]+$/
/** Members beside which a request is a form that is posted to `/`. */
const USUAL = /^(action|version|product|query|body|method|endpoint)$/
/** Products whose hosts do not all name the region; `resolveEndpoint` knows them. */
const CENTRAL = /^(sts|ocr-api|openplatform)$/

/**
 * Decides everything about a request that does not change from attempt to attempt. Most are forms posted to a plain host; what is different
 * about the others is the matter of `completeRequest`, which is loaded for them.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for parameters, headers and combinations that cannot be sent.
 */
export async function prepareRequest(request: RpcRequest, runtime: RuntimeOptions, defaults: RequestDefaults): Promise<PreparedRequest> {
  const { config, signatureVersion, nameProvider, userAgent } = defaults
  const { action, version, product, query, body, authType = 'AK' } = request
  const { regionId } = config
  const method = request.method ?? config.method ?? 'POST'
  const regional = product && regionId && !config.network && !config.suffix && !CENTRAL.test(product)
  const host = request.endpoint || config.endpoint || (regional ? `${product}.${regionId}.aliyuncs.com` : '')
  const isUsual =
    /^(AK|Anonymous)$/.test(authType) &&
    Object.entries(request).every(([name, value]) => value === undefined || name === 'authType' || USUAL.test(name))
  const isForm = isUsual || (request.bodyType ?? 'form') === 'form'
  const prepared: PreparedRequest = {
    signatureVersion,
    signer: config.signer,
    endpoint: { protocol: 'https:', host },
    method,
    pathname: '/',
    roa: false,
    action,
    version,
    query: query ? await toTexts(query, 'query') : {},
    form: isForm && body ? await toTexts(body, 'body') : undefined,
    payload: undefined,
    headers: userAgent ? { 'user-agent': userAgent } : {},
    nameProvider,
  }
  const isPlain = isUsual && isText(action) && isText(version) && method === 'POST' && PLAIN_HOST.test(host) && !config.protocol
  const hasExtras = config.globalParameters || runtime.extendsParameters || config.sourceIp || config.secureTransport
  return isPlain && !hasExtras ? prepared : (await loadRare()).completeRequest(prepared, request, runtime, config)
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''
