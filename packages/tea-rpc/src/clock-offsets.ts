/** How far this machine's clock is off, by host (R77): proposed by refusals, known once a call has succeeded with it, never guessed. */
export interface ClockOffsets {
  /** Milliseconds to add to the local time for this host. */
  offset(host: string): number
  /**
   * The offset to try after a refusal of the time of an attempt: by its `Date`, or, without a readable one, what is known by now, else none.
   * `undefined` when that does not differ from what the attempt was signed with.
   */
  propose(host: string, usedOffset: number, serverDate: string | null | undefined): number | undefined
  /** A call succeeded with this offset. */
  keep(host: string, offset: number): void
}

/** A difference below this cannot be the reason of a refusal: the service allows 15 minutes. */
const MEANINGFUL = 60_000

export function createClockOffsets(now: () => number): ClockOffsets {
  const offsets = new Map<string, number>()
  const offset = (host: string): number => offsets.get(host) ?? 0
  const differs = (a: number, b: number): boolean => Math.abs(a - b) >= MEANINGFUL
  const keep = (host: string, found: number): void => {
    offsets.set(host, found)
  }
  const propose: ClockOffsets['propose'] = (host, usedOffset, serverDate) => {
    const time = Date.parse(serverDate ?? '')
    const known = differs(offset(host), usedOffset) ? offset(host) : 0
    const found = Number.isNaN(time) ? known : time - now()
    return differs(found, usedOffset) ? found : undefined
  }
  return { offset, propose, keep }
}
