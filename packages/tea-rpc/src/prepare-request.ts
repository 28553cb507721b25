import type { Config, RuntimeOptions } from './config.ts'
import { loadRare } from './load-rare.ts'
import type { PreparedRequest } from './prepared-request.ts'
import type { RpcRequest } from './rpc-client.ts'
import { simpleTexts } from './simple-texts.ts'

/** What is the same for all requests of a client. */
export interface RequestDefaults {
  readonly config: Config
  readonly signatureVersion: 'acs3' | 'v1'
  readonly nameProvider: boolean
  /** Absent in browsers, where it would force a preflight. */
  readonly userAgent: string | undefined
}

/** A request as far as it can be read without `completeRequest`: nothing stands for parameters that `flatten` must read. */
export type RequestDraft = Omit<PreparedRequest, 'query'> & { readonly query: PreparedRequest['query'] | undefined }

/** A host that needs no reading: lower case, no port, and no address. */
const PLAIN_HOST = /^[a-z\d.-]+\.[a-z]+$/
/** Members beside which a request is nothing but parameters. */
const USUAL = /^(action|version|product|query|body|method|endpoint|authType)$/
/** Products whose hosts do not all name the region; `resolveEndpoint` knows them. */
const CENTRAL = /^(sts|ocr-api|openplatform)$/

/**
 * Decides everything about a request that does not change from attempt to attempt. Most have flat parameters for a plain host; what is
 * different about the others is the matter of `completeRequest`, which is loaded for them.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for parameters, headers and combinations that cannot be sent.
 */
export async function prepareRequest(
  request: RpcRequest,
  runtime: RuntimeOptions,
  signal: AbortSignal,
  { config, signatureVersion, nameProvider, userAgent }: RequestDefaults,
): Promise<PreparedRequest> {
  const { action, version, product, query, body, authType } = request
  const { regionId } = config
  const method = request.method ?? config.method ?? 'POST'
  const regional = product && regionId && !config.network && !config.suffix && !CENTRAL.test(product)
  const host = request.endpoint || config.endpoint || (regional ? `${product}.${regionId}.aliyuncs.com` : '')
  const draft: RequestDraft = {
    signatureVersion,
    signer: config.signer,
    endpoint: { protocol: 'https:', host },
    method,
    pathname: '/',
    roa: false,
    action,
    version,
    query: simpleTexts(query),
    form: body ? simpleTexts(body) : undefined,
    payload: undefined,
    headers: userAgent ? { 'user-agent': userAgent } : {},
    nameProvider,
  }
  const isUsual =
    [action, version, product ?? '-', request.endpoint ?? '-'].every(isText) &&
    /^(GET|POST)$/.test(method) &&
    (!authType || /^(AK|Anonymous)$/.test(authType)) &&
    Object.entries(request).every(([name, value]) => value === undefined || USUAL.test(name))
  const isPlain =
    isUsual &&
    draft.query &&
    (draft.form || !body) &&
    PLAIN_HOST.test(host) &&
    !(config.protocol || config.globalParameters || runtime.extendsParameters || config.sourceIp || config.secureTransport)
  if (!isPlain) return (await loadRare()).completeRequest(draft, request, isUsual, runtime, signal, config)
  if (method === 'POST') return draft as PreparedRequest
  // No body is signed that is not sent: such parameters travel in the query.
  return { ...draft, query: { ...draft.query, ...draft.form }, form: undefined }
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''
