import { type AlibabaCloudError, type Attempt, isAlibabaCloudError } from '@x/credentials-core'
import { createClockOffsets } from './clock-offsets.ts'
import type { OnRpcEvent, RetryEvent } from './events.ts'
import { createObserver } from './observe.ts'
import { type FailedRequest, readError } from './read-error.ts'
import { createRetryBudget, retryPolicy } from './retry.ts'
import type { RpcResponse } from './rpc-client.ts'
import type { Call, FailedAttempt } from './send-request.ts'

/** What a client learns from failures, and does about them. It is loaded at the first failure, so that calls which succeed stay small. */
export interface Recovery {
  /** The error of an answer that is a refusal. */
  readError(
    answer: { readonly status: number; readonly headers: RpcResponse['headers'] },
    text: string,
    failed: FailedRequest,
  ): AlibabaCloudError
  /**
   * Makes a call, or goes on with it after a first attempt that failed: mends what can be mended and tries again, until an attempt succeeds
   * or the failure is final.
   *
   * @param tell Is told of everything.
   */
  run(call: Call, tell: OnRpcEvent | undefined, first: FailedAttempt | undefined): Promise<RpcResponse>
}

/** What a client recovers with. */
interface RecoveryParts {
  readonly now: () => number
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
}

/**
 * What went wrong decides what happens next: a wrong clock and a rejected key are mended and tried again once each; transient failures
 * are tried again by the retry policy while the client's budget lasts; all else is final.
 */
export function createRecovery({ now, sleep }: RecoveryParts): Recovery {
  const clocks = createClockOffsets(now)
  const budget = createRetryBudget()
  const observe = createObserver(now)

  async function run(call: Call, listener: OnRpcEvent | undefined, first: FailedAttempt | undefined): Promise<RpcResponse> {
    const { request, runtime, host, limits } = call
    const { action, version } = request
    const { signal } = limits
    const observed = listener && observe(listener, call)
    const tell = observed?.tell
    const { provider, attempt } = observed ?? call
    const policy = retryPolicy(runtime)
    const attempts: Attempt[] = []
    /** What the clock was found to be off by, until it is proved. */
    let clock: number | undefined
    let rejectedKeyId: string | undefined

    const tellRetry = (error: AlibabaCloudError, reason: RetryEvent['reason'], delayMs = 0): void => {
      const { serviceCode: code = error.code } = error as { serviceCode?: string }
      tell?.({ type: 'retry', action, version, host, attempt: attempts.length, code, reason, delayMs })
    }

    /** Resolves when the call should be tried again, after the pause that is due; throws the error when it is final. */
    const mend = async ({ error, started, offset, credentials, serverDate }: FailedAttempt): Promise<void> => {
      const { statusCode, serviceCode } = error as { statusCode?: number; serviceCode?: string }
      attempts.push({ host, action, status: statusCode, code: serviceCode ?? error.code, ms: now() - started })
      Object.assign(error, { attempts })
      const found = clock === undefined && serviceCode === 'InvalidTimeStamp.Expired' ? clocks.propose(host, offset, serverDate) : undefined
      if (found !== undefined) {
        clock = found
        tell?.({ type: 'skew', action, version, host, offsetMs: found })
        tellRetry(error, 'clock')
      } else if (rejectedKeyId === undefined && credentials?.accessKeyId && isKeyRejection(serviceCode)) {
        rejectedKeyId = credentials.accessKeyId
        const fresh = await provider?.({ signal, rejectedKeyId })
        if (fresh?.accessKeyId === rejectedKeyId) throw error
        tellRetry(error, 'rejected-key')
      } else {
        if (!error.retryable || attempts.length >= policy.maxAttempts || !budget.spend(error)) throw error
        const delay = policy.delay(attempts.length, error)
        tellRetry(error, 'transient', delay)
        await sleep(delay, signal)
      }
    }

    let failed = first
    try {
      for (;;) {
        if (failed) await mend(failed)
        const credentials = await provider?.({ signal, rejectedKeyId })
        const outcome = await attempt(credentials, clock ?? clocks.offset(host))
        if ('response' in outcome) {
          if (clock !== undefined) clocks.keep(host, clock)
          if (!failed) budget.refill()
          return outcome.response
        }
        failed = outcome
      }
    } catch (error) {
      // The deadline cut short an attempt or a pause: what was tried before is worth knowing.
      if (error === limits.expired) Object.assign(error as object, { attempts: [...attempts, ...(error as AlibabaCloudError).attempts] })
      else if (failed && !signal.aborted && isAlibabaCloudError(error) && error.attempts !== attempts)
        throw afterAttempts(error, attempts, failed.error)
      throw error
    }
  }

  return { readError: (answer, text, failed) => readError(answer.status, answer.headers, text, failed, now), run }
}

/** Codes that say that these very keys are over, so that newer ones may work (R25). */
function isKeyRejection(serviceCode: string | undefined): boolean {
  return /^(InvalidSecurityToken|InvalidAccessKeyId)\b/.test(serviceCode ?? '')
}

/**
 * The error of what could not even be tried again, such as that of keys which could not be renewed, with what came before: all attempts, and
 * the service's error as the cause, under which its own cause stands. It is a copy, for all who wait for one renewal get the same error.
 */
function afterAttempts(error: AlibabaCloudError, attempts: readonly Attempt[], before: AlibabaCloudError): AlibabaCloudError {
  const { cause } = error
  if (cause !== undefined) Object.defineProperty(before, 'cause', { value: cause, configurable: true })
  const copy: object = Object.setPrototypeOf(new Error(error.message), Object.getPrototypeOf(error))
  return Object.defineProperties(copy, {
    ...Object.getOwnPropertyDescriptors(error),
    attempts: { value: [...attempts, ...error.attempts], enumerable: true },
    cause: { value: before },
  }) as AlibabaCloudError
}
