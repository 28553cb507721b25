import type { Clock } from '../src/timestamp.ts'

/** A clock that stands still until a test moves it. */
export interface TestClock extends Clock {
  advance(milliseconds: number): void
}

/** Starts at 2026-01-02T03:04:05Z. */
export function createTestClock(): TestClock {
  let now = Date.UTC(2026, 0, 2, 3, 4, 5)
  return {
    now: () => now,
    advance(milliseconds) {
      now += milliseconds
    },
  }
}

export const MINUTE = 60_000
