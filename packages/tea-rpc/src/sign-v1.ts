import type { Credentials } from '@x/credentials-core'
import { loadRare } from './load-rare.ts'
import { canonicalPairs, percentEncode } from './percent-encode.ts'
import { nameProvider, originOf, type PreparedRequest, type SignedRequest } from './prepared-request.ts'
import { rpcStringToSign } from './sign-rpc.ts'
import { hmacSha1Signer, type Signer } from './signers.ts'
import { toTimestamp } from './to-timestamp.ts'

/** Version 1: everything is a parameter. A POST carries all of them in its body, so that no secret travels in a URL. */
export async function signV1(
  request: PreparedRequest,
  credentials: Credentials | undefined,
  time: number,
  nonce: string,
): Promise<SignedRequest> {
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
  if (credentials?.bearerToken) (await loadRare()).addBearerToken(credentials, params, headers)
  else if (credentials?.accessKeyId) {
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
