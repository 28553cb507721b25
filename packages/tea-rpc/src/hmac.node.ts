let loaded: typeof import('node:crypto') | undefined

/** Loaded on first use, and without waiting: it is a good part of what the import of this package would cost. */
function crypto(): typeof import('node:crypto') {
  loaded ??= process.getBuiltinModule('node:crypto')
  return loaded
}

/** A function that gives the HMAC-SHA1 of a text in base64. */
export const hmacSha1 = (key: string): Hmac => hmac('sha1', key, 'base64')

/** The same with SHA-256, in lower-case hex. */
export const hmacSha256 = (key: string): Hmac => hmac('sha256', key, 'hex')

/** Lower-case hex SHA-256 of bytes, or of text as UTF-8. */
export function sha256Hex(bytes: string | Uint8Array): string | Promise<string> {
  return crypto().hash('sha256', bytes, 'hex')
}

type Hmac = (text: string) => string | Promise<string>

function hmac(hash: string, key: string, encoding: 'base64' | 'hex'): Hmac {
  return (text) => crypto().createHmac(hash, key).update(text).digest(encoding)
}
