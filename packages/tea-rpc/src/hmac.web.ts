/** A function that gives the HMAC-SHA1 of a text in base64. The key is imported once, at the first use. */
export const hmacSha1 = (key: string): Hmac => hmac('SHA-1', key, (bytes) => btoa(String.fromCharCode(...bytes)))

/** The same with SHA-256, in lower-case hex. */
export const hmacSha256 = (key: string): Hmac => hmac('SHA-256', key, toHex)

/** Lower-case hex SHA-256 of bytes, or of text as UTF-8. */
export async function sha256Hex(bytes: string | Uint8Array): Promise<string> {
  const data = typeof bytes === 'string' ? utf8(bytes) : (bytes as Uint8Array<ArrayBuffer>)
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', data)))
}

type Hmac = (text: string) => string | Promise<string>

function hmac(hash: string, key: string, toText: (bytes: Uint8Array) => string): Hmac {
  let imported: Promise<CryptoKey> | undefined
  return async (text) => {
    imported ??= crypto.subtle.importKey('raw', utf8(key), { name: 'HMAC', hash }, false, ['sign'])
    return toText(new Uint8Array(await crypto.subtle.sign('HMAC', await imported, utf8(text))))
  }
}

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

function toHex(bytes: Uint8Array): string {
  let hex = ''
  for (const byte of bytes) hex += (byte + 256).toString(16).slice(1)
  return hex
}
