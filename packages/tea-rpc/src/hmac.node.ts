const NAMES = { 'SHA-1': 'sha1', 'SHA-256': 'sha256' } as const

let loaded: typeof import('node:crypto') | undefined

/** Loaded on first use, and without waiting: it is a good part of what the import of this package would cost. */
function crypto(): typeof import('node:crypto') {
  loaded ??= process.getBuiltinModule('node:crypto')
  return loaded
}

/** A function that gives the HMAC of a text. */
export function hmac(hash: 'SHA-1' | 'SHA-256', key: string, encoding: 'base64' | 'hex'): (text: string) => string | Promise<string> {
  const name = NAMES[hash]
  return (text) => crypto().createHmac(name, key).update(text).digest(encoding)
}

/** Lower-case hex SHA-256 of bytes, or of text as UTF-8. */
export function sha256Hex(bytes: string | Uint8Array): string | Promise<string> {
  return crypto().hash('sha256', bytes, 'hex')
}
