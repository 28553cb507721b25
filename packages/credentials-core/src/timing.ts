/** Calls `run` after `ms` unless the returned function is called before. A `background` timer does not keep the process alive. */
export type After = (ms: number, run: () => void, background?: boolean) => () => void

/** Where time and timers come from. All can be replaced, for tests and odd platforms. */
export interface Timing {
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly now?: (() => number) | undefined
  /** Milliseconds on a clock that is never set. Default `performance.now`; with `now` given, that one. */
  readonly monotonic?: (() => number) | undefined
  /** Default: `setTimeout`. */
  readonly after?: After | undefined
}

/** More makes `setTimeout` fire at once. */
const LONGEST = 2 ** 31 - 1

/** The platform's timers. */
export const afterTimeout: After = (ms, run, background) => {
  const timer: unknown = setTimeout(run, Math.min(ms, LONGEST))
  if (background) (timer as { unref?(): void }).unref?.()
  return () => clearTimeout(timer as number)
}

/** Settles with `work`; gives `undefined` after `ms`; rejects with the signal's own reason once that aborts. Leaves nothing behind. */
export function waitFor<T>(work: Promise<T>, ms: number, signal: AbortSignal | undefined, after: After): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const stopTimer = ms === Number.POSITIVE_INFINITY ? undefined : after(ms, () => finish(() => resolve(undefined)))
    const onAbort = (): void => finish(() => reject(signal?.reason))
    const finish = (settle: () => void): void => {
      stopTimer?.()
      signal?.removeEventListener('abort', onAbort)
      settle()
    }
    signal?.addEventListener('abort', onAbort)
    work.then(
      (value) => finish(() => resolve(value)),
      (error) => finish(() => reject(error)),
    )
    if (signal?.aborted) onAbort()
  })
}
