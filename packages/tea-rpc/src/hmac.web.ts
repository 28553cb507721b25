/** A function that gives the HMAC of a text. The key is imported once, at the first use. */
export function hmac(hash: 'SHA-1' | 'SHA-256', key: string, encoding: 'base64' | 'hex'): (text: string) => string | Promise<string> {
  let imported: Promise<CryptoKey> | undefined
  return async (text) => {
    imported ??= crypto.subtle.importKey('raw', utf8(key), { name: 'HMAC', hash }, false, ['sign'])
    const digest = new Uint8Array(await crypto.subtle.sign('HMAC', await imported, utf8(text)))
    return encoding === 'hex' ? toHex(digest) : btoa(String.fromCharCode(...digest))
  }
}

/** Lower-case hex SHA-256 of bytes, or of text as UTF-8. */
export async function sha256Hex(bytes: string | Uint8Array): Promise<string> {
  const data = typeof bytes === 'string' ? utf8(bytes) : (bytes as Uint8Array<ArrayBuffer>)
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', data)))
}

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

function toHex(bytes: Uint8Array): string {
  let hex = ''
  for (const byte of bytes) hex += (byte + 256).toString(16).slice(1)
  return hex
}
