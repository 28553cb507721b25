/** Calls `run` after `ms`, unless the returned function is called before. */
export type After = (ms: number, run: () => void) => () => void

/** Where time and timers come from. All can be replaced, for tests and odd platforms. */
export interface Timing {
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly now?: (() => number) | undefined
  /** Milliseconds on a clock that is never set. Default `performance.now`; with `now` given, that one. */
  readonly monotonic?: (() => number) | undefined
  /** Default: `setTimeout`, without keeping the process alive. */
  readonly after?: After | undefined
}

/** More milliseconds than anything lasts. */
export const NEVER: number = Number.POSITIVE_INFINITY

/** The most milliseconds that a timer of the platform can wait: more would end it at once. */
const MAX_TIMER = 2 ** 31 - 1

/** The platform's timers. No process stays alive for them: what is waited for does that by itself (R66). */
export const afterTimeout: After = (ms, run) => {
  const timer: unknown = ms < NEVER ? setTimeout(run, Math.min(ms, MAX_TIMER)) : undefined
  ;(timer as { unref?(): void } | undefined)?.unref?.()
  return () => clearTimeout(timer as number)
}
