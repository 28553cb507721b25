/** Remembers which nonces were used with which key. */
export interface NonceStore {
  /** Takes a nonce; `false` when the key has used it within the last 30 minutes. */
  take(accessKeyId: string, nonce: string, now: number): boolean
}

/** Twice the 15 minutes by which a time stamp may be off, so a request that is still valid is never forgotten. */
const KEPT_MS = 30 * 60_000

/** Makes an empty store. Time comes with each call, so a test's clock rules it. */
export function createNonceStore(): NonceStore {
  const usedUntil = new Map<string, number>()

  const forgetOld = (now: number): void => {
    for (const [entry, until] of usedUntil) {
      if (until > now) return // entries stand in the order of their end
      usedUntil.delete(entry)
    }
  }

  return {
    take(accessKeyId, nonce, now) {
      forgetOld(now)
      const entry = JSON.stringify([accessKeyId, nonce])
      if ((usedUntil.get(entry) ?? 0) > now) return false
      usedUntil.delete(entry)
      usedUntil.set(entry, now + KEPT_MS)
      return true
    },
  }
}
