/** How far this machine's clock is off, by host (R77): learnt from refusals, never guessed. */
export interface ClockOffsets {
  /** Milliseconds to add to the local time for this host. */
  offset(host: string): number
  /**
   * Takes the time of a refusal in. Returns whether a new attempt makes sense: the `Date` was readable, and the attempt was signed
   * with an offset that differs from what is known now.
   */
  learn(host: string, usedOffset: number, serverDate: string | null | undefined): boolean
}

/** A difference below this cannot be the reason of a refusal: the service allows 15 minutes. */
const MEANINGFUL = 60_000

export function createClockOffsets(now: () => number): ClockOffsets {
  const offsets = new Map<string, number>()
  return {
    offset: (host) => offsets.get(host) ?? 0,
    learn: (host, usedOffset, serverDate) => {
      const time = Date.parse(serverDate ?? '')
      if (Number.isNaN(time)) return false
      const found = time - now()
      if (Math.abs(found - usedOffset) < MEANINGFUL) return false
      offsets.set(host, found)
      return true
    },
  }
}
