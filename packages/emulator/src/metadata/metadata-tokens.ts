import { randomBytes } from 'node:crypto'

/** The tokens of the hardened mode. */
export interface MetadataTokens {
  issue(ttlSeconds: number, now: number): string
  isValid(token: string, now: number): boolean
}

/** Makes an empty list of tokens; ended ones are dropped when a new one is issued. */
export function createMetadataTokens(): MetadataTokens {
  const validUntil = new Map<string, number>()
  return {
    issue(ttlSeconds, now) {
      for (const [token, until] of validUntil) if (until <= now) validUntil.delete(token)
      const token = randomBytes(42).toString('base64url')
      validUntil.set(token, now + ttlSeconds * 1000)
      return token
    },
    isValid: (token, now) => (validUntil.get(token) ?? 0) > now,
  }
}
