import { createHmac } from 'node:crypto'
import { percentEncode } from '../http/percent-encode.ts'
import { gatewayError, missingPublicParameter, signatureMismatch } from './gateway-error.ts'
import type { RpcRequest } from './rpc-request.ts'
import { sameText } from './same-text.ts'

/** The text that a v1 signature covers (rpc.md 2.3): all parameters but `Signature`, by code unit of their names. */
export function stringToSignV1(call: RpcRequest): string {
  const names = [...call.parameters.keys()].filter((name) => name !== 'Signature').sort()
  const canonical = names.map((name) => `${percentEncode(name)}=${percentEncode(call.parameters.get(name) ?? '')}`).join('&')
  return `${call.http.method}&${percentEncode('/')}&${percentEncode(canonical)}`
}

/**
 * The parameters that say how a v1 call is signed, all of which must be there.
 * @throws ServiceError `MissingParameter` or `IncompleteSignature`
 */
export function readV1Signature(call: RpcRequest, method: 'HMAC-SHA1' | 'SHA256withRSA'): { accessKeyId: string; signature: string } {
  const required = (name: string): string => {
    const value = call.parameters.get(name)
    if (!value) throw missingPublicParameter(name)
    return value
  }
  const accessKeyId = required('AccessKeyId')
  const signature = required('Signature')
  if (required('SignatureMethod') !== method) throw gatewayError('IncompleteSignature', `SignatureMethod must be ${method} here.`)
  if (required('SignatureVersion') !== '1.0') throw gatewayError('IncompleteSignature', 'SignatureVersion must be 1.0.')
  return { accessKeyId, signature }
}

/** @throws ServiceError `SignatureDoesNotMatch` when the call was not signed with this secret. */
export function verifyV1(call: RpcRequest, signature: string, accessKeySecret: string): void {
  const text = stringToSignV1(call)
  const expected = createHmac('sha1', `${accessKeySecret}&`).update(text, 'utf8').digest('base64')
  if (!sameText(signature, expected)) throw signatureMismatch(text)
}
