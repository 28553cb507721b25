import { AlibabaCloudError } from '@x/credentials-core'
import { stopSignal } from './stop-signal.ts'

/** The caller's signal, which also aborts when nothing happens for too long. */
export interface IdleSignal {
  readonly signal: AbortSignal
  /** Counts the time from now on. */
  restart(ms: number): void
  /** Must be called when the work is over: nothing may be left running. */
  end(): void
}

/** @param what That of which nothing is heard, for the error. */
export function idleSignal(signal: AbortSignal | undefined, what: string, field?: string): IdleSignal {
  const stop = stopSignal(signal, undefined)
  if (signal?.aborted) stop.now(signal.reason)
  let timer: ReturnType<typeof setTimeout> | undefined
  let over = false
  return {
    signal: stop.signal,
    restart: (ms) => {
      clearTimeout(timer)
      // A stream may give a last piece when nobody waits for it any more.
      if (over) return
      timer = setTimeout(
        () => stop.now(new AlibabaCloudError(`${what} stood still for ${ms} ms.`, { code: 'ERR_TIMEOUT', field, retryable: !field })),
        // A timer of more milliseconds fires at once.
        Math.min(ms, 2 ** 31 - 1),
      )
    },
    end: () => {
      over = true
      clearTimeout(timer)
      stop.end()
    },
  }
}
