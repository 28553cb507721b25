import { type After, waitFor } from './timing.ts'

/** One piece of work that many callers wait for. */
export interface Flight<T> {
  readonly result: Promise<T>
  readonly startedAt: number
  readonly controller: AbortController
  /** How many wait for it. Once the last of them has gone, its signal aborts. */
  waiting: number
  settled: boolean
}

/** Starts work. In the background nobody needs to wait for it, so it goes on when all callers have gone. */
export function startFlight<T>(work: (controller: AbortController) => Promise<T>, startedAt: number, background = false): Flight<T> {
  const controller = new AbortController()
  const flight = { result: work(controller), startedAt, controller, waiting: background ? 1 : 0, settled: false }
  const settle = (): void => {
    flight.settled = true
  }
  // Who waits hears of a failure; when nobody does, it must not end the process (R64).
  flight.result.then(settle, settle)
  return flight
}

/**
 * Waits for a flight, at most `ms`: then the answer is `undefined` and the flight goes on in the background. A caller whose signal aborts
 * leaves alone; the last one to leave takes the flight along (R69).
 */
export async function joinFlight<T>(flight: Flight<T>, ms: number, signal: AbortSignal | undefined, after: After): Promise<T | undefined> {
  flight.waiting++
  const leave = (): void => {
    if (--flight.waiting === 0) flight.controller.abort(signal?.reason)
  }
  signal?.addEventListener('abort', leave)
  try {
    return await waitFor(flight.result, ms, signal, after)
  } finally {
    signal?.removeEventListener('abort', leave)
  }
}

/** Milliseconds for which a flight of another request is trusted where requests are isolated. */
export const TRUST = 1000

/**
 * Whether new callers may wait for a flight. Where requests are isolated, one whose request has returned never settles, so an older one
 * is left to itself.
 */
export function isJoinable<T>(flight: Flight<T> | undefined, now: number, isolated: boolean): flight is Flight<T> {
  return flight !== undefined && !flight.settled && !flight.controller.signal.aborted && !(isolated && now - flight.startedAt >= TRUST)
}

/** Whether promises of one request may never settle in another: Cloudflare Workers. */
export function hasIsolatedRequests(): boolean {
  return (globalThis as { navigator?: { userAgent?: string } }).navigator?.userAgent === 'Cloudflare-Workers'
}
