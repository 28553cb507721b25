import { type HttpRequest, headerOf } from '../http/http-request.ts'
import { type Pair, parseForm } from '../http/parse-form.ts'

/** How a call says who makes it. */
type SignatureScheme = 'v1' | 'rsa' | 'acs3' | 'bearer' | 'none'

/** A call of an operation, read from query, form body and headers, but not checked. */
export interface RpcRequest {
  readonly http: HttpRequest
  readonly query: readonly Pair[]
  readonly form: readonly Pair[]
  /** Query and form together. Where both have a name the form's value counts: that is the one clients sign (rpc.md 2.3). */
  readonly parameters: ReadonlyMap<string, string>
  readonly scheme: SignatureScheme
  readonly action: string | undefined
  readonly version: string | undefined
}

/** Reads a call. */
export function readRpcRequest(http: HttpRequest): RpcRequest {
  const query = parseForm(http.query)
  const form = isForm(http) ? parseForm(http.body.toString('utf8')) : []
  const parameters = new Map([...query, ...form])
  const scheme = findScheme(http, parameters)
  const inParameters = { action: parameters.get('Action'), version: parameters.get('Version') }
  const inHeaders = { action: headerOf(http, 'x-acs-action'), version: headerOf(http, 'x-acs-version') }
  // What the signature covers decides: parameters in v1 (where headers are not signed), headers in ACS3.
  const [first, second] = scheme === 'acs3' ? [inHeaders, inParameters] : [inParameters, inHeaders]
  return {
    http,
    query,
    form,
    parameters,
    scheme,
    action: first.action || second.action,
    version: first.version || second.version,
  }
}

function findScheme(http: HttpRequest, parameters: ReadonlyMap<string, string>): SignatureScheme {
  if (headerOf(http, 'authorization') !== undefined) return 'acs3'
  const signatureType = parameters.get('SignatureType') ?? headerOf(http, 'x-acs-signature-type')
  if (signatureType === 'BEARERTOKEN') return 'bearer'
  if (signatureType === 'PRIVATEKEY') return 'rsa'
  return parameters.has('AccessKeyId') || parameters.has('Signature') ? 'v1' : 'none'
}

function isForm(http: HttpRequest): boolean {
  return /^application\/x-www-form-urlencoded\s*(;|$)/i.test(headerOf(http, 'content-type') ?? '')
}
