import { type KeyObject, verify } from 'node:crypto'
import { signatureMismatch } from './gateway-error.ts'
import type { RpcRequest } from './rpc-request.ts'
import { stringToSignV1 } from './verify-v1.ts'

/**
 * Checks the signature made with the private half of an uploaded key (credentials.md 3.8):
 * the text of v1, RSASSA-PKCS1-v1_5 with SHA-256, base64.
 * @throws ServiceError `SignatureDoesNotMatch`
 */
export function verifyRsa(call: RpcRequest, signature: string, publicKey: KeyObject): void {
  const text = stringToSignV1(call)
  if (!verify('sha256', Buffer.from(text), publicKey, Buffer.from(signature, 'base64'))) throw signatureMismatch(text)
}
