import { AlibabaCloudError } from '@x/credentials-core'
import type { RuntimeOptions } from './config.ts'

const DEADLINE = 60_000

/** What ends a call before it is done. */
export interface CallLimits {
  /** Aborts with the caller's signal, for the caller's reason, and at the deadline with `expired`. */
  readonly signal: AbortSignal
  readonly expired: AlibabaCloudError | undefined
  /** Must be called when the call is over: nothing may be left running. */
  end(): void
}

/** Joins the caller's signal and the deadline of a call into one signal. (`AbortSignal.any` is missing in some edge runtimes.) */
export function limitCall(runtime: RuntimeOptions, host: string): CallLimits {
  const { signal, deadline = DEADLINE } = runtime
  const controller = new AbortController()
  let expired: AlibabaCloudError | undefined
  const onAbort = (): void => controller.abort(signal?.reason)
  signal?.addEventListener('abort', onAbort)
  const timer = setTimeout(() => {
    expired = new AlibabaCloudError(`The call to ${host} did not end within ${deadline} ms.`, {
      code: 'ERR_TIMEOUT',
      retryable: true,
      hint: 'Raise deadline if the work takes longer.',
    })
    controller.abort(expired)
  }, deadline)
  return {
    signal: controller.signal,
    get expired() {
      return expired
    },
    end: () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    },
  }
}
