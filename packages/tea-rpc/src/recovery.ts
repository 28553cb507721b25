import { type AlibabaCloudError, type Attempt, type Credentials, isAlibabaCloudError } from '@x/credentials-core'
import { createClockOffsets } from './clock-offsets.ts'
import type { RuntimeOptions } from './config.ts'
import type { OnRpcEvent, RetryEvent } from './events.ts'
import type { WorkLimits } from './limit-work.ts'
import { type FailedRequest, readError } from './read-error.ts'
import { createRetryBudget, retryPolicy } from './retry.ts'
import type { RpcRequest, RpcResponse } from './rpc-client.ts'
import type { Outcome } from './send-request.ts'

export type { FailedRequest } from './read-error.ts'

/** What a client learns from failures, and does about them. It is loaded at the first failure, so that calls which succeed stay small. */
export interface Recovery {
  /** Milliseconds to add to the local time for a host. */
  offset(host: string): number
  /** A call succeeded at its first attempt. */
  succeeded(): void
  /** The error of an answer that is a refusal. */
  readError(
    answer: { readonly status: number; readonly headers: RpcResponse['headers'] },
    text: string,
    failed: FailedRequest,
  ): AlibabaCloudError
  /** Mends what can be mended after a call's first attempt and tries again, until an attempt succeeds or the failure is final. */
  goOn(call: FailedCall, first: FailedAttempt): Promise<RpcResponse>
}

/** The call that failed. */
export interface FailedCall {
  readonly request: RpcRequest
  readonly runtime: RuntimeOptions
  readonly host: string
  readonly limits: WorkLimits
  /** Is told of retries and clocks. */
  readonly tell: OnRpcEvent | undefined
  /** Asks for credentials, not those of the rejected key. */
  resolve(rejectedKeyId?: string): Promise<Credentials | undefined>
  attempt(credentials: Credentials | undefined, offset: number): Promise<Outcome>
}

/** One attempt that failed. */
export interface FailedAttempt {
  readonly error: AlibabaCloudError
  /** Local time at its start. */
  readonly started: number
  /** Clock offset it was signed with. */
  readonly offset: number
  readonly credentials: Credentials | undefined
  /** `Date` header of the refusal. */
  readonly serverDate?: string | null | undefined
}

/** What a client recovers with. */
export interface RecoveryParts {
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

  async function goOn({ request, runtime, host, limits, tell, resolve, attempt }: FailedCall, first: FailedAttempt): Promise<RpcResponse> {
    const { action, version } = request
    const { signal } = limits
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
        const fresh = await resolve(rejectedKeyId)
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
        await mend(failed)
        const credentials = await resolve(rejectedKeyId)
        const started = now()
        const offset = clock ?? clocks.offset(host)
        const outcome = await attempt(credentials, offset)
        if ('response' in outcome) {
          if (clock !== undefined) clocks.keep(host, clock)
          return outcome.response
        }
        failed = { ...outcome, started, offset, credentials }
      }
    } catch (error) {
      // The deadline cut short an attempt or a pause: what was tried before is worth knowing.
      if (error === limits.expired) Object.assign(error as object, { attempts: [...attempts, ...(error as AlibabaCloudError).attempts] })
      else if (!signal.aborted && isAlibabaCloudError(error) && error.attempts !== attempts)
        throw afterAttempts(error, attempts, failed.error)
      throw error
    }
  }

  return {
    offset: clocks.offset,
    succeeded: budget.refill,
    readError: (answer, text, failed) => readError(answer.status, answer.headers, text, failed, now),
    goOn,
  }
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
