import type { KeyRing } from '../accounts/key-ring.ts'
import type { Principal } from '../accounts/principal.ts'
import { headerOf } from '../http/http-request.ts'
import { checkTime } from './check-time.ts'
import { checkToken } from './check-token.ts'
import { gatewayError, missingPublicParameter } from './gateway-error.ts'
import type { NonceStore } from './nonce-store.ts'
import type { RpcRequest } from './rpc-request.ts'
import { readAcs3Authorization, verifyAcs3 } from './verify-acs3.ts'
import { verifyRsa } from './verify-rsa.ts'
import { readV1Signature, verifyV1 } from './verify-v1.ts'

/** What the check of a caller needs. */
export interface AuthenticationContext {
  readonly keys: KeyRing
  readonly nonces: NonceStore
  /** Milliseconds since 1970. */
  readonly now: number
  /** Told as soon as it is known, so that the record of a refused call has it too. */
  readonly seen: { signatureMethod?: string; accessKeyId?: string }
}

/**
 * Finds out who makes a call that must be signed. The nonce counts as used only when all else is right:
 * otherwise anybody could use up other people's nonces.
 * @throws ServiceError with the code of the first check that fails
 */
export function authenticate(call: RpcRequest, context: AuthenticationContext): Principal {
  switch (call.scheme) {
    case 'v1':
      return authenticateV1(call, context)
    case 'acs3':
      return authenticateAcs3(call, context)
    case 'bearer':
      return authenticateBearer(call, context)
    case 'rsa':
      throw gatewayError('IncompleteSignature', 'SignatureType PRIVATEKEY is only for GenerateSessionAccessKey.')
    case 'none':
      throw missingPublicParameter('AccessKeyId')
  }
}

/**
 * Finds out who makes a call signed with an RSA private key (GenerateSessionAccessKey).
 * @throws ServiceError with the code of the first check that fails
 */
export function authenticateRsa(call: RpcRequest, context: AuthenticationContext): Principal {
  const { accessKeyId, signature } = readV1Signature(call, 'SHA256withRSA')
  note(context, 'SHA256withRSA', accessKeyId)
  if (call.scheme !== 'rsa') throw gatewayError('IncompleteSignature', 'SignatureType must be PRIVATEKEY here.')
  const nonce = checkFreshness(call, context)
  const publicKey = context.keys.findPublicKey(accessKeyId)
  if (publicKey === undefined) throw gatewayError('InvalidAccessKeyId.NotFound')
  verifyRsa(call, signature, publicKey.key)
  takeNonce(context, accessKeyId, nonce)
  return publicKey.principal
}

function authenticateV1(call: RpcRequest, context: AuthenticationContext): Principal {
  const { accessKeyId, signature } = readV1Signature(call, 'HMAC-SHA1')
  note(context, 'HMAC-SHA1', accessKeyId)
  const nonce = checkFreshness(call, context)
  const key = checkToken(context.keys.find(accessKeyId), call.parameters.get('SecurityToken') || undefined, context.now)
  verifyV1(call, signature, key.accessKeySecret)
  takeNonce(context, accessKeyId, nonce)
  return key.principal
}

function authenticateAcs3(call: RpcRequest, context: AuthenticationContext): Principal {
  const authorization = readAcs3Authorization(call.http)
  note(context, 'ACS3-HMAC-SHA256', authorization.accessKeyId)
  const nonce = checkFreshness(call, context)
  const token = headerOf(call.http, 'x-acs-security-token')?.trim() || undefined
  const key = checkToken(context.keys.find(authorization.accessKeyId), token, context.now)
  verifyAcs3(call.http, authorization, key.accessKeySecret)
  takeNonce(context, authorization.accessKeyId, nonce)
  return key.principal
}

function authenticateBearer(call: RpcRequest, context: AuthenticationContext): Principal {
  note(context, 'BEARERTOKEN', undefined)
  const token = call.parameters.get('BearerToken') || headerOf(call.http, 'x-acs-bearer-token')
  if (!token) throw missingPublicParameter('BearerToken')
  const nonce = checkFreshness(call, context)
  const principal = context.keys.findBearer(token)
  if (principal === undefined) throw gatewayError('InvalidBearerToken')
  takeNonce(context, principal.arn, nonce)
  return principal
}

/** Checks the time stamp and gives the nonce. Both are parameters in v1 and headers in ACS3; a bearer token comes in either style. */
function checkFreshness(call: RpcRequest, context: AuthenticationContext): string {
  const inHeaders = call.scheme === 'acs3' || (call.scheme === 'bearer' && !call.parameters.has('Timestamp'))
  const timestamp = inHeaders ? headerOf(call.http, 'x-acs-date') : call.parameters.get('Timestamp')
  const nonce = inHeaders ? headerOf(call.http, 'x-acs-signature-nonce') : call.parameters.get('SignatureNonce')
  if (!timestamp) throw missingPublicParameter('Timestamp')
  if (!nonce) throw missingPublicParameter('SignatureNonce')
  checkTime(timestamp, context.now)
  return nonce
}

function takeNonce(context: AuthenticationContext, owner: string, nonce: string): void {
  if (!context.nonces.take(owner, nonce, context.now)) throw gatewayError('SignatureNonceUsed')
}

function note(context: AuthenticationContext, signatureMethod: string, accessKeyId: string | undefined): void {
  context.seen.signatureMethod = signatureMethod
  if (accessKeyId !== undefined) context.seen.accessKeyId = accessKeyId
}
