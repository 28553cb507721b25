import { invalidOption } from '@x/credentials-core'
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

/**
 * Decides everything about a request that does not change from attempt to attempt.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for parameters, headers and combinations that cannot be sent.
 */
export async function prepareRequest(request: RpcRequest, runtime: RuntimeOptions, defaults: RequestDefaults): Promise<PreparedRequest> {
  const { config } = defaults
  const { bodyType = 'form', body, action, version, pathname, style, product } = request
  const { globalParameters, protocol, network, suffix, sourceIp, secureTransport, signer } = config
  const { extendsParameters } = runtime
  const regional =
    product && config.regionId && !network && !suffix && !request.endpointRule && !request.endpointMap && !CENTRAL.test(product)
  const host = request.endpoint || config.endpoint || (regional ? `${product}.${config.regionId}.aliyuncs.com` : '')
  const isForm = bodyType === 'form'
  const roa = style === 'ROA'
  const method = (request.method ?? config.method ?? 'POST').toUpperCase()
  const bodiless = /^(GET|HEAD)$/.test(method)
  const headers: Record<string, string> = defaults.userAgent ? { 'user-agent': defaults.userAgent } : {}
  const plain =
    isForm && !roa && !pathname && !request.headers && !globalParameters && !extendsParameters && !protocol && PLAIN_HOST.test(host)
  const rare = plain ? undefined : await loadRare()
  rare?.mergeHeaders(headers, globalParameters?.headers, extendsParameters?.headers, request.headers)

  if (isForm && typeof (body ?? {}) !== 'object') throw invalidOption('body', 'is not an object', 'Pass an object, or set bodyType.')
  const form = isForm && body ? await toTexts(body) : undefined
  const payload = isForm ? undefined : await rare?.toPayload(bodyType, body, runtime.signal)
  // Version 1 knows forms and the path / only.
  const signatureVersion = roa || payload ? 'acs3' : defaults.signatureVersion
  if (signatureVersion === 'acs3') rare?.checkCombination(signer, bodiless && payload)
  return {
    signatureVersion,
    signer,
    endpoint: rare ? rare.findEndpoint(request, config, headers) : { protocol: 'https:', host },
    method,
    pathname: pathname && rare ? rare.checkPath(pathname) : '/',
    roa,
    action,
    version,
    query: {
      ...(sourceIp && { SourceIp: sourceIp }),
      ...(secureTransport && { SecureTransport: secureTransport }),
      ...globalParameters?.queries,
      ...extendsParameters?.queries,
      ...(request.query && (await toTexts(request.query))),
      // No body is signed that is not sent: such parameters travel in the query.
      ...(bodiless && form),
    },
    form: bodiless ? undefined : form,
    payload,
    headers,
    nameProvider: defaults.nameProvider,
  }
}

/** Products whose hosts do not all name the region; `resolveEndpoint` knows them. */
const CENTRAL = /^(sts|ocr-api|openplatform)$/
