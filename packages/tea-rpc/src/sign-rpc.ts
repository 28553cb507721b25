import { canonicalPairs } from './percent-encode.ts'
import type { Signer } from './signers.ts'

/** What version 1 signs. */
export interface SignRpcInput {
  /** HTTP method; upper-cased here. */
  readonly method: string
  /** All parameters, of the query and of the form body, without `Signature`. */
  readonly params: Readonly<Record<string, string>>
  readonly signer: Signer
}

/** The signature of a version 1 request, and the text that it was made from. */
export interface RpcSignature {
  readonly signature: string
  /** The text that was signed. It holds every parameter, a security token included: do not log it. */
  readonly stringToSign: string
}

/**
 * Signs a version 1 (RPC) request.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for a parameter that UTF-8 cannot hold.
 * @example
 * const { signature } = await signRpc({ method: 'POST', params, signer: hmacSha1Signer(accessKeySecret) })
 */
export async function signRpc(input: SignRpcInput): Promise<RpcSignature> {
  const stringToSign = rpcStringToSign(input.method.toUpperCase(), canonicalPairs(input.params))
  return { signature: await input.signer.sign(stringToSign), stringToSign }
}

/** The text that version 1 signs: the method, the path (always `/`) and the encoded pairs, encoded once more. */
export function rpcStringToSign(method: string, pairs: string): string {
  // Encoded pairs hold nothing but unreserved characters and % = &, so the platform's encoder does what the signature wants.
  return `${method}&%2F&${encodeURIComponent(pairs)}`
}
