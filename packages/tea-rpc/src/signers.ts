import { hmacSha1, hmacSha256 } from '#hmac'

/** Signs a text. The secret stays inside. */
export interface Signer {
  /** The name that is sent with the signature, such as `HMAC-SHA1`. */
  readonly algorithm: string
  /** What version 1 calls the kind of key, such as `PRIVATEKEY`. Default: none, as for a secret. */
  readonly type?: string | undefined
  sign(text: string): string | Promise<string>
}

/** Signs version 1 requests: HMAC-SHA1 with the secret followed by `&` as its key, in base64. */
export function hmacSha1Signer(secret: string): Signer {
  return { algorithm: 'HMAC-SHA1', sign: hmacSha1(`${secret}&`) }
}

/** Signs ACS3 requests: HMAC-SHA256 with the secret as its key, in lower-case hex. */
export function hmacSha256Signer(secret: string): Signer {
  return { algorithm: 'ACS3-HMAC-SHA256', sign: hmacSha256(secret) }
}
