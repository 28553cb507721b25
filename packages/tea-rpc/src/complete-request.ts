import { invalidOption } from '@x/credentials-core'
import { checkRequest } from './check-request.ts'
import { checkExtras } from './check-runtime.ts'
import type { Config, RuntimeOptions } from './config.ts'
import { findEndpoint } from './find-endpoint.ts'
import { flatten } from './flatten.ts'
import { checkPath, mergeHeaders } from './merge-headers.ts'
import type { RequestDraft } from './prepare-request.ts'
import type { PreparedRequest } from './prepared-request.ts'
import type { RpcRequest } from './rpc-client.ts'
import { checkCombination, toPayload } from './to-payload.ts'

/**
 * What few requests have, added to what all have: another body, style or path, extra headers and nested parameters, a host to be found.
 *
 * @param isUsual The request was found to need no check.
 */
export async function completeRequest(
  draft: RequestDraft,
  request: RpcRequest,
  isUsual: boolean,
  { extendsParameters }: RuntimeOptions,
  signal: AbortSignal,
  config: Config,
): Promise<PreparedRequest> {
  if (!isUsual) checkRequest(request)
  const { bodyType = 'form', query, body, pathname } = request
  const { globalParameters, sourceIp, secureTransport, signer } = config
  if (globalParameters) checkExtras(globalParameters, 'globalParameters')
  const isForm = bodyType === 'form'
  if (isForm && typeof (body ?? {}) !== 'object') throw invalidOption('body', 'is not an object', 'Pass an object, or set bodyType.')
  const roa = request.style === 'ROA'
  const method = draft.method.toUpperCase()
  const bodiless = /^(GET|HEAD)$/.test(method)
  const headers = { ...draft.headers }
  mergeHeaders(headers, globalParameters?.headers, extendsParameters?.headers, request.headers)
  const form = isForm && body ? (draft.form ?? flatten(body, 'body')) : undefined
  const payload = isForm ? undefined : await toPayload(bodyType, body, signal)
  // Version 1 knows forms and the path / only.
  const signatureVersion = roa || payload ? 'acs3' : draft.signatureVersion
  if (signatureVersion === 'acs3') checkCombination(signer, bodiless && payload)
  return {
    ...draft,
    signatureVersion,
    endpoint: findEndpoint(request, config, headers),
    method,
    pathname: pathname ? checkPath(pathname) : '/',
    roa,
    query: {
      ...(sourceIp && { SourceIp: sourceIp }),
      ...(secureTransport && { SecureTransport: secureTransport }),
      ...flatten(globalParameters?.queries ?? {}, 'globalParameters.queries'),
      ...flatten(extendsParameters?.queries ?? {}, 'extendsParameters.queries'),
      ...(draft.query ?? flatten(query as object, 'query')),
      // No body is signed that is not sent: such parameters travel in the query.
      ...(bodiless && form),
    },
    form: bodiless ? undefined : form,
    payload,
    headers,
  }
}
