import { type After, NEVER } from './timing.ts'

/** One piece of work that many callers wait for. */
export interface Flight<T> {
  readonly result: Promise<T>
  /** Fulfilled when the result has settled, either way: one promise for all who wait with no limit of their own. */
  readonly over: Promise<void>
  readonly startedAt: number
  readonly controller: AbortController
  /** How many wait for it. The last of them to leave cancels it. */
  waiting: number
  /** Nothing more will come of it. Plain data: on Cloudflare Workers no other request may even look at its signal (R72). */
  settled: boolean
  /** What those who wait do when their signal aborts. */
  readonly leavers: Map<EventTarget | null | undefined, Set<() => void>>
  /** All who share a signal share one listener on it, which cannot be added twice: Node 20 warns of more than ten (R68). */
  readonly onAbort: (event: Event) => void
}

/** Milliseconds for which callers trust the flight of another request where requests are isolated. */
const TRUST = 1000

/** Starts work. It fails as soon as it is cancelled, whether the work listens to its signal or not. */
export function startFlight<T>(work: (signal: AbortSignal) => Promise<T>, startedAt: number): Flight<T> {
  const controller = new AbortController()
  const { signal } = controller
  const result = new Promise<T>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason))
    work(signal).then(resolve, reject)
  })
  const settle = (): void => {
    flight.settled = true
  }
  // Who waits hears of a failure; when nobody does, it must not end the process (R64).
  const over = result.then(settle, settle)
  const leavers: Flight<T>['leavers'] = new Map()
  const onAbort = ({ target }: Event): void => {
    for (const leave of leavers.get(target) ?? []) leave()
  }
  const flight: Flight<T> = { result, over, startedAt, controller, waiting: 0, settled: false, leavers, onAbort }
  return flight
}

/** Ends a flight: nobody joins it any more, and its work is told. */
export function cancelFlight(flight: Flight<unknown>, reason: unknown): void {
  flight.settled = true
  try {
    flight.controller.abort(reason)
  } catch {
    // On Cloudflare Workers only the request that began it can tell.
  }
}

/**
 * Waits until a flight has settled, or for `ms`: then it goes on without its caller. A caller whose signal aborts leaves alone; the last
 * one to leave takes the flight along (R69).
 */
export function joinFlight(flight: Flight<unknown>, ms: number, signal: AbortSignal | undefined, after: After): Promise<void> {
  const { leavers, onAbort, over } = flight
  flight.waiting++
  if (!signal && ms === NEVER) return over
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      reject(signal?.reason)
      done()
      if (--flight.waiting === 0) cancelFlight(flight, signal?.reason)
    }
    const done = (): void => {
      stopTimer?.()
      const together = leavers.get(signal)
      if (together?.delete(leave) && together.size === 0) {
        leavers.delete(signal)
        signal?.removeEventListener('abort', onAbort)
      }
      resolve()
    }
    if (signal) {
      leavers.set(signal, (leavers.get(signal) ?? new Set()).add(leave))
      signal.addEventListener('abort', onAbort)
    }
    const stopTimer = ms < NEVER ? after(ms, done) : undefined
    over.then(done)
  })
}

/**
 * How long a caller may wait for a flight that another call began, from its start. Where requests are isolated, a flight whose request has
 * returned never settles: there the caller soon starts one of its own.
 */
export function trustFor(isolatedRequests: boolean): number {
  return isolatedRequests ? TRUST : NEVER
}

/** Whether a new caller may wait for a flight. */
export function isJoinable<T>(flight: Flight<T> | undefined, time: number, trust: number): flight is Flight<T> {
  return flight !== undefined && !flight.settled && time < flight.startedAt + trust
}

/** Whether promises of one request may never settle in another: Cloudflare Workers. */
export function hasIsolatedRequests(): boolean {
  return (globalThis as { navigator?: { userAgent?: string } }).navigator?.userAgent === 'Cloudflare-Workers'
}
