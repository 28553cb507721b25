import type { Credentials } from '@x/credentials-core'
import { sha256Hex } from '#hmac'
import { canonicalPairs, formBody, percentEncode } from './percent-encode.ts'
import type { Endpoint } from './resolve-endpoint.ts'
import { signAcs3 } from './sign-acs3.ts'
import { rpcStringToSign } from './sign-rpc.ts'
import { hmacSha1Signer, hmacSha256Signer, type Signer } from './signers.ts'
import { toTimestamp } from './to-timestamp.ts'

/** A request with everything decided but the time, the nonce and the credentials, which are new at every attempt. */
export interface PreparedRequest {
  readonly signatureVersion: 'acs3' | 'v1'
  /** Signs in place of the secret. Version 1 only. */
  readonly signer: Signer | undefined
  readonly endpoint: Endpoint
  /** Upper case. */
  readonly method: string
  readonly pathname: string
  readonly roa: boolean
  readonly action: string
  readonly version: string
  /** Flat parameters of the query. */
  readonly query: Readonly<Record<string, string>>
  /** Flat parameters of a form body. */
  readonly form: Readonly<Record<string, string>> | undefined
  /** A body that is not a form, and its type. */
  readonly payload: { readonly data: string | Uint8Array<ArrayBuffer>; readonly contentType: string | undefined } | undefined
  /** Extra headers, with lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  /** Whether the service is told which provider gave the credentials. */
  readonly nameProvider: boolean
}

/** A request as it goes to the transport. */
export interface SignedRequest {
  readonly url: string
  readonly method: string
  readonly headers: Record<string, string>
  readonly body: string | Uint8Array<ArrayBuffer> | null
}

/** Signs one attempt with one snapshot of credentials; without credentials the request is anonymous. */
export function signRequest(
  request: PreparedRequest,
  credentials: Credentials | undefined,
  time: number,
  nonce: string,
): Promise<SignedRequest> {
  return request.signatureVersion === 'v1' ? signV1(request, credentials, time, nonce) : signV3(request, credentials, time, nonce)
}

/** Version 1: everything is a parameter. A POST carries all of them in its body, so that no secret travels in a URL. */
async function signV1(request: PreparedRequest, credentials: Credentials | undefined, time: number, nonce: string): Promise<SignedRequest> {
  const { method } = request
  const params: Record<string, string> = {
    Action: request.action,
    Format: 'json',
    Version: request.version,
    Timestamp: toTimestamp(time),
    SignatureNonce: nonce,
    ...request.query,
    ...request.form,
  }
  const headers: Record<string, string> = { ...request.headers }
  let signer: Signer | undefined
  if (credentials?.type === 'id_token') {
    headers['x-acs-zero-trust-idtoken'] = credentials.bearerToken
  } else if (credentials?.bearerToken) {
    params.BearerToken = credentials.bearerToken
    params.SignatureType = 'BEARERTOKEN'
  } else if (credentials?.accessKeyId) {
    signer = request.signer ?? hmacSha1Signer(credentials.accessKeySecret)
    params.AccessKeyId = credentials.accessKeyId
    if (credentials.securityToken) params.SecurityToken = credentials.securityToken
    params.SignatureMethod = signer.algorithm
    if (signer.type) params.SignatureType = signer.type
    params.SignatureVersion = '1.0'
  }
  nameProvider(request, credentials, headers)
  let pairs = canonicalPairs(params)
  if (signer) pairs += `&Signature=${percentEncode(await signer.sign(rpcStringToSign(method, pairs)))}`
  const origin = originOf(request)
  if (method !== 'POST') return { url: `${origin}/?${pairs}`, method, headers, body: null }
  headers['content-type'] = 'application/x-www-form-urlencoded'
  return { url: `${origin}/`, method, headers, body: pairs }
}

/** ACS3: the parameters stay what they are, and everything common is a header. */
async function signV3(request: PreparedRequest, credentials: Credentials | undefined, time: number, nonce: string): Promise<SignedRequest> {
  const { method, pathname, form, payload } = request
  const query = { ...request.query }
  const body = form ? formBody(form) : payload ? payload.data : null
  const contentType = form ? 'application/x-www-form-urlencoded' : payload?.contentType
  const hashedPayload = await sha256Hex(body ?? '')
  const headers: Record<string, string> = {
    host: request.endpoint.host,
    accept: 'application/json',
    'x-acs-action': request.action,
    'x-acs-version': request.version,
    'x-acs-date': toTimestamp(time),
    'x-acs-signature-nonce': nonce,
    ...request.headers,
    'x-acs-content-sha256': hashedPayload,
  }
  if (contentType) headers['content-type'] = contentType
  nameProvider(request, credentials, headers)
  if (credentials?.type === 'id_token') {
    headers['x-acs-zero-trust-idtoken'] = credentials.bearerToken
  } else if (credentials?.bearerToken) {
    headers['x-acs-bearer-token'] = credentials.bearerToken
    if (request.roa) headers['x-acs-signature-type'] = 'BEARERTOKEN'
    else query.SignatureType = 'BEARERTOKEN'
  } else if (credentials?.accessKeyId) {
    if (credentials.securityToken) {
      headers['x-acs-accesskey-id'] = credentials.accessKeyId
      headers['x-acs-security-token'] = credentials.securityToken
    }
    const signer = hmacSha256Signer(credentials.accessKeySecret)
    const { accessKeyId } = credentials
    const { authorization } = await signAcs3({ method, pathname, query, headers, hashedPayload, accessKeyId, signer })
    headers.authorization = authorization
  }
  // The transport writes this one itself, from the URL.
  delete headers.host
  const search = canonicalPairs(query)
  return { url: `${originOf(request)}${pathname}${search && '?'}${search}`, method, headers, body }
}

const originOf = ({ endpoint }: PreparedRequest): string => `${endpoint.protocol}//${endpoint.host}`

/** Tells the service which provider gave the credentials. A function of the caller's that has no name says nothing. */
function nameProvider(request: PreparedRequest, credentials: Credentials | undefined, headers: Record<string, string>): void {
  const name = credentials?.providerName
  if (request.nameProvider && name && name !== 'custom') headers['x-acs-credentials-provider'] = name
}
