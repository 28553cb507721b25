import { createHash, createHmac } from 'node:crypto'

const NAMES = { 'SHA-1': 'sha1', 'SHA-256': 'sha256' } as const

/** A function that gives the HMAC of a text. */
export function hmac(hash: 'SHA-1' | 'SHA-256', key: string, encoding: 'base64' | 'hex'): (text: string) => string | Promise<string> {
  const name = NAMES[hash]
  return (text) => createHmac(name, key).update(text).digest(encoding)
}

/** Lower-case hex SHA-256 of bytes, or of text as UTF-8. */
export function sha256Hex(bytes: string | Uint8Array): string | Promise<string> {
  return createHash('sha256').update(bytes).digest('hex')
}
