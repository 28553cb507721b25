import type { After } from '../timing.ts'

/** Time that stands still until a test moves it. Spread it into options: `cached(source, { ...createFakeClock() })`. */
export interface FakeClock {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Milliseconds on a clock that `setBy` does not touch. */
  readonly monotonic: () => number
  readonly after: After
  /** Waits on this clock, or rejects with the signal's reason. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  /** Lets time pass: runs every timer that falls due, in order, and what follows from each. */
  readonly advance: (ms: number) => Promise<void>
  /** Sets the wall clock ahead or, with a negative number, back. Timers do not notice. */
  readonly setBy: (ms: number) => void
  /** Timers that are running. */
  readonly pending: () => number
}

interface Timer {
  readonly at: number
  readonly run: () => void
}

/** A clock for tests. It starts at the given time, by default at 2030-01-01T00:00:00Z. */
export function createFakeClock(start: number = Date.UTC(2030, 0, 1)): FakeClock {
  let elapsed = 0
  let wall = start
  const timers = new Set<Timer>()

  const after: After = (ms, run) => {
    const timer = { at: elapsed + ms, run }
    timers.add(timer)
    return () => timers.delete(timer)
  }

  async function advance(ms: number): Promise<void> {
    const end = elapsed + ms
    await settle()
    for (;;) {
      const [next] = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)
      if (!next) break
      elapsed = Math.max(elapsed, next.at)
      timers.delete(next)
      next.run()
      await settle()
    }
    elapsed = end
    await settle()
  }

  const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted()
      const cancel = after(ms, () => {
        signal?.removeEventListener('abort', onAbort)
        resolve()
      })
      const onAbort = (): void => {
        cancel()
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', onAbort, { once: true })
    })

  const timing = { now: () => wall + elapsed, monotonic: () => elapsed, after }
  const setBy = (ms: number): void => {
    wall += ms
  }
  // What moves the clock is no option of anybody: spreading leaves it out.
  const control = { sleep, advance, setBy, pending: () => timers.size }
  return Object.defineProperties(timing, hidden(control)) as FakeClock
}

/** Lets all promises settle that can. */
function settle(): Promise<void> {
  // Node's own way takes microseconds, a timer a millisecond.
  const { setImmediate = setTimeout } = globalThis as { setImmediate?: (run: () => void) => unknown }
  return new Promise((resolve) => setImmediate(resolve))
}

function hidden(members: object): PropertyDescriptorMap {
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, { value }]))
}
