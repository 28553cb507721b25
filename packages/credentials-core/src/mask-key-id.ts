/** A key id that can be shown: its first and last four characters, and nothing of an id shorter than twelve (R7). */
export function maskKeyId(keyId: string | undefined): string | undefined {
  return keyId && (keyId.length < 12 ? '****' : `${keyId.slice(0, 4)}****${keyId.slice(-4)}`)
}
