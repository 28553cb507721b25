import type { After } from './timing.ts'

/** One piece of work that many callers wait for. */
export interface Flight<T> {
  readonly result: Promise<T>
  /** Fulfilled when the result has settled, either way: one promise for all who wait with no limit of their own. */
  readonly over: Promise<void>
  readonly startedAt: number
  readonly controller: AbortController
  /** Ends it with an error, whatever its work does. */
  readonly fail: (reason: unknown) => void
  /** How many wait for it. The last of them to leave cancels it. */
  waiting: number
  /** Nothing more will come of it. Plain data: on Cloudflare Workers no other request may even look at its signal (R72). */
  settled: boolean
  /** Those who wait, by the signal with which they do. */
  readonly leavers: Map<AbortSignal, Leavers>
}

/** All who share a signal share one listener on it: Node 20 warns of more than ten (R68). */
interface Leavers {
  readonly leave: Set<() => void>
  readonly onAbort: () => void
}

/** Milliseconds for which callers trust the flight of another request where requests are isolated. */
const TRUST = 1000

/** Starts work. It fails as soon as it is cancelled, whether the work listens to its signal or not. */
export function startFlight<T>(work: (signal: AbortSignal) => Promise<T>, startedAt: number): Flight<T> {
  const controller = new AbortController()
  let fail!: (reason: unknown) => void
  const result = new Promise<T>((resolve, reject) => {
    fail = reject
    work(controller.signal).then(resolve, reject)
  })
  const settle = (): void => {
    flight.settled = true
  }
  // Who waits hears of a failure; when nobody does, it must not end the process (R64).
  const over = result.then(settle, settle)
  const flight: Flight<T> = { result, over, startedAt, controller, fail, waiting: 0, settled: false, leavers: new Map() }
  return flight
}

/** Ends a flight: nobody joins it any more, and its work is told. */
export function cancelFlight(flight: Flight<unknown>, reason: unknown): void {
  flight.settled = true
  try {
    flight.controller.abort(reason)
    flight.fail(reason)
  } catch {
    // On Cloudflare Workers only the request that began it can tell.
  }
}

/**
 * Waits until a flight has settled, or for `ms`: then it goes on without its caller. A caller whose signal aborts leaves alone; the last
 * one to leave takes the flight along (R69).
 */
export function joinFlight(flight: Flight<unknown>, ms: number, signal: AbortSignal | undefined, after: After): Promise<void> {
  flight.waiting++
  if (!signal && ms === Number.POSITIVE_INFINITY) return flight.over
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      reject(signal?.reason)
      done()
      if (--flight.waiting === 0) cancelFlight(flight, signal?.reason)
    }
    const done = (): void => {
      stopTimer?.()
      stopListening?.()
      resolve()
    }
    const stopListening = signal && whenAborted(flight.leavers, signal, leave)
    const stopTimer = ms < Number.POSITIVE_INFINITY ? after(ms, done) : undefined
    flight.over.then(done)
  })
}

function whenAborted(all: Map<AbortSignal, Leavers>, signal: AbortSignal, run: () => void): () => void {
  let leavers = all.get(signal)
  if (!leavers) {
    const leave = new Set<() => void>()
    const onAbort = (): void => {
      for (const each of leave) each()
    }
    leavers = { leave, onAbort }
    all.set(signal, leavers)
    signal.addEventListener('abort', onAbort)
  }
  const { leave, onAbort } = leavers
  leave.add(run)
  return () => {
    if (!leave.delete(run) || leave.size > 0) return
    all.delete(signal)
    signal.removeEventListener('abort', onAbort)
  }
}

/**
 * How long a caller may wait for a flight that another call began, from its start. Where requests are isolated, a flight whose request has
 * returned never settles: there the caller soon starts one of its own.
 */
export function trustFor(isolatedRequests: boolean): number {
  return isolatedRequests ? TRUST : Number.POSITIVE_INFINITY
}

/** Whether a new caller may wait for a flight. */
export function isJoinable<T>(flight: Flight<T> | undefined, time: number, trust: number): flight is Flight<T> {
  return flight !== undefined && !flight.settled && time < flight.startedAt + trust
}

/** Whether promises of one request may never settle in another: Cloudflare Workers. */
export function hasIsolatedRequests(): boolean {
  return (globalThis as { navigator?: { userAgent?: string } }).navigator?.userAgent === 'Cloudflare-Workers'
}
