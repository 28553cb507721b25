import type { Timing } from '@x/credentials-core'

/** Starts to measure; the function it gives tells the milliseconds since then. */
export type Stopwatch = () => () => number

/**
 * Measures by both clocks and believes the one that is ahead: the wall clock can be set back, and the other can stand still while the
 * machine sleeps. So nothing is remembered for longer than it should be.
 */
export function createStopwatch(timing: Timing): Stopwatch {
  const { now = Date.now, monotonic = timing.now ?? (() => performance.now()) } = timing
  return () => {
    const wall = now()
    const begun = monotonic()
    return () => Math.max(now() - wall, monotonic() - begun)
  }
}
