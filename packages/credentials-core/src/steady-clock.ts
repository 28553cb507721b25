/** A clock in milliseconds since 1970 that does not go back between marks. */
export interface SteadyClock {
  time(): number
  /** Takes the wall clock for right, from now on. Returns its time. */
  mark(): number
}

/**
 * The wall clock, held to at least the pace of the monotonic one. So a clock that is set back makes no credentials live longer and no pause
 * last longer, and a monotonic clock that stops while the machine sleeps does not either (R65).
 */
export function createSteadyClock(now: () => number, monotonic: () => number): SteadyClock {
  /** How far our time is ahead of the monotonic clock. */
  let lead = Number.NEGATIVE_INFINITY
  return {
    time() {
      const elapsed = monotonic()
      lead = Math.max(lead, now() - elapsed)
      return lead + elapsed
    },
    mark() {
      const wall = now()
      lead = wall - monotonic()
      return wall
    },
  }
}
