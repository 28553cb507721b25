import type { Credentials } from '@x/credentials-core'
import { sha256Hex } from '#hmac'
import { canonicalPairs, formBody } from './percent-encode.ts'
import { nameProvider, originOf, type PreparedRequest, type SignedRequest } from './prepared-request.ts'
import { signAcs3 } from './sign-acs3.ts'
import { hmacSha256Signer } from './signers.ts'
import { toTimestamp } from './to-timestamp.ts'

/** ACS3: the parameters stay what they are, and everything common is a header. */
export async function signV3(
  request: PreparedRequest,
  credentials: Credentials | undefined,
  time: number,
  nonce: string,
): Promise<SignedRequest> {
  const { method, pathname, form, payload } = request
  const query = { ...request.query }
  const body = form ? formBody(form) : payload ? payload.data : null
  const contentType = form ? 'application/x-www-form-urlencoded' : payload?.contentType
  const hashedPayload = await sha256Hex(body ?? '')
  const headers: Record<string, string> = {
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
    const { authorization } = await signAcs3({
      method,
      pathname,
      query,
      // The transport writes this one itself, from the URL.
      headers: { host: request.endpoint.host, ...headers },
      hashedPayload,
      accessKeyId,
      signer,
    })
    headers.authorization = authorization
  }
  const search = canonicalPairs(query)
  return { url: `${originOf(request)}${pathname}${search && '?'}${search}`, method, headers, body }
}
