import type { AlibabaCloudError } from '@x/credentials-core'

/** What ends work before it is done. */
export interface WorkLimits {
  /** Aborts with the caller's signal, for the caller's reason, and with `expired` when the time is over. */
  readonly signal: AbortSignal
  readonly expired: AlibabaCloudError | undefined
  /** Ends the work now, for a reason of its own. */
  abort(reason: unknown): void
  /** Counts the time from now. */
  startTimer(): void
  /** From here on there is no time limit. */
  stopTimer(): void
  /** Must be called when the work is over: nothing may be left running. An abort does the same. */
  end(): void
}

/** A timer of more milliseconds fires at once. Of fewer than none Node warns: what is no time limit is refused elsewhere. */
export const MAX_TIMER: number = 2 ** 31 - 1

/** Joins the caller's signal and a time limit into one signal. (`AbortSignal.any` is missing in some edge runtimes.) */
export function limitWork(signal: AbortSignal | null | undefined, ms: number, late: () => AlibabaCloudError): WorkLimits {
  const controller = new AbortController()
  const abort = (reason: unknown): void => {
    end()
    controller.abort(reason)
  }
  const onAbort = (): void => abort(signal?.reason)
  // A plain member and no accessor: V8 holds objects with accessors of their own for longer, and each call makes one.
  const limits = { signal: controller.signal, expired: undefined as AlibabaCloudError | undefined, abort, startTimer, stopTimer, end }
  let timer: ReturnType<typeof setTimeout> | undefined
  function startTimer(): void {
    stopTimer()
    timer = setTimeout(
      () => {
        limits.expired = late()
        abort(limits.expired)
      },
      Math.max(0, Math.min(ms, MAX_TIMER)),
    )
  }
  function stopTimer(): void {
    clearTimeout(timer)
  }
  function end(): void {
    stopTimer()
    signal?.removeEventListener?.('abort', onAbort)
  }
  if (signal?.aborted) onAbort()
  else {
    // What is no signal is refused by who reads the options.
    signal?.addEventListener?.('abort', onAbort)
    startTimer()
  }
  return limits
}
