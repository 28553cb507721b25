import { AlibabaCloudError } from '@x/credentials-core'

/** The caller's signal, a deadline and a failure inside, as one signal. */
export interface StopSignal {
  readonly signal: AbortSignal
  now(reason: unknown): void
  /** Must be called when the work is over: nothing may be left running. */
  end(): void
}

export function stopSignal(signal: AbortSignal | undefined, deadline: number | undefined): StopSignal {
  const stop = new AbortController()
  const onAbort = (): void => stop.abort(signal?.reason)
  signal?.addEventListener?.('abort', onAbort)
  const onTimeout = (): void =>
    stop.abort(new AlibabaCloudError(`The upload did not end within ${deadline} ms.`, { code: 'ERR_TIMEOUT', retryable: true }))
  // A timer of more milliseconds fires at once. What is no time limit is refused elsewhere.
  const timer = deadline !== undefined && deadline > 0 ? setTimeout(onTimeout, Math.min(deadline, 2 ** 31 - 1)) : undefined
  return {
    signal: stop.signal,
    now: (reason) => stop.abort(reason),
    end: () => {
      clearTimeout(timer)
      signal?.removeEventListener?.('abort', onAbort)
    },
  }
}
