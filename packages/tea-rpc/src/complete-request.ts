import { invalidOption } from '@x/credentials-core'
import { checkRequest } from './check-request.ts'
import { checkExtras } from './check-runtime.ts'
import type { Config, RuntimeOptions } from './config.ts'
import { findEndpoint } from './find-endpoint.ts'
import { flatten } from './flatten.ts'
import { checkPath, mergeHeaders } from './merge-headers.ts'
import type { PreparedRequest } from './prepared-request.ts'
import type { RpcRequest } from './rpc-client.ts'
import { checkCombination, toPayload } from './to-payload.ts'

/** What few requests have, added to what all have: another method, body, style or path, extra headers and parameters, a host to be found. */
export async function completeRequest(
  prepared: PreparedRequest,
  request: RpcRequest,
  runtime: RuntimeOptions,
  config: Config,
): Promise<PreparedRequest> {
  checkRequest(request)
  const { bodyType = 'form', body, pathname } = request
  const { globalParameters, sourceIp, secureTransport, signer } = config
  const { extendsParameters } = runtime
  if (globalParameters) checkExtras(globalParameters, 'globalParameters')
  const isForm = bodyType === 'form'
  if (isForm && typeof (body ?? {}) !== 'object') throw invalidOption('body', 'is not an object', 'Pass an object, or set bodyType.')
  const roa = request.style === 'ROA'
  const method = prepared.method.toUpperCase()
  const bodiless = /^(GET|HEAD)$/.test(method)
  const headers = { ...prepared.headers }
  mergeHeaders(headers, globalParameters?.headers, extendsParameters?.headers, request.headers)
  const payload = isForm ? undefined : await toPayload(bodyType, body, runtime.signal)
  // Version 1 knows forms and the path / only.
  const signatureVersion = roa || payload ? 'acs3' : prepared.signatureVersion
  if (signatureVersion === 'acs3') checkCombination(signer, bodiless && payload)
  return {
    ...prepared,
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
      ...prepared.query,
      // No body is signed that is not sent: such parameters travel in the query.
      ...(bodiless && prepared.form),
    },
    form: bodiless ? undefined : prepared.form,
    payload,
    headers,
  }
}
