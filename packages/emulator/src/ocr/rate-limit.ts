/** Counts calls as the service does: those started in one second, nothing carries over (ocr20191230.md 7). */
export interface RateLimit {
  /** Counts a call; `false` when the second's calls are used up. */
  take(key: string, now: number): boolean
}

/** Makes a limit of so many calls a second for each key; without a number there is none. */
export function createRateLimit(perSecond: number | undefined): RateLimit {
  let second = Number.NaN
  const counts = new Map<string, number>()
  return {
    take(key, now) {
      if (perSecond === undefined) return true
      if (Math.floor(now / 1000) !== second) {
        second = Math.floor(now / 1000)
        counts.clear()
      }
      const count = (counts.get(key) ?? 0) + 1
      counts.set(key, count)
      return count <= perSecond
    },
  }
}
