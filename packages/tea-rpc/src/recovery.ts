import type { AlibabaCloudError, Attempt, Credentials } from '@x/credentials-core'
import { createClockOffsets } from './clock-offsets.ts'
import type { RuntimeOptions } from './config.ts'
import type { OnRpcEvent, RetryEvent } from './events.ts'
import { readError } from './read-error.ts'
import { createRetryBudget, retryPolicy } from './retry.ts'

export type { FailedRequest } from './read-error.ts'
export { readError }

/** What a client learns from failures, and does about them. It is loaded at the first failure, so that calls which succeed stay small. */
export interface Recovery {
  /** Milliseconds to add to the local time for a host. */
  offset(host: string): number
  /** A call succeeded at its first attempt. */
  succeeded(): void
  /** What happens to one call. */
  forCall(runtime: RuntimeOptions, call: RecoveringCall): CallRecovery
}

/** The call that failed. */
export interface RecoveringCall {
  readonly host: string
  readonly action: string
  readonly version: string
  readonly signal: AbortSignal
  /** Is told of retries and clocks. */
  readonly tell: OnRpcEvent | undefined
  /** Asks for credentials again, without the rejected key. */
  renew(rejectedKeyId: string): Promise<Credentials | undefined>
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

export interface CallRecovery {
  /** All attempts that failed so far. */
  readonly attempts: readonly Attempt[]
  /** The key that a service has rejected during this call. */
  readonly rejectedKeyId: string | undefined
  /** Resolves when the call should be tried again, after the pause that is due; throws the error when it is final. */
  again(failed: FailedAttempt): Promise<void>
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
  return {
    offset: clocks.offset,
    succeeded: budget.refill,
    forCall: (runtime, { host, action, version, signal, tell, renew }) => {
      const policy = retryPolicy(runtime)
      const attempts: Attempt[] = []
      let clockMended = false
      let rejectedKeyId: string | undefined
      const tellRetry = (error: AlibabaCloudError, reason: RetryEvent['reason'], delayMs = 0): void => {
        const { serviceCode: code = error.code } = error as { serviceCode?: string }
        tell?.({ type: 'retry', action, version, host, attempt: attempts.length, code, reason, delayMs })
      }
      return {
        attempts,
        get rejectedKeyId() {
          return rejectedKeyId
        },
        again: async ({ error, started, offset, credentials, serverDate }) => {
          const { statusCode, serviceCode } = error as { statusCode?: number; serviceCode?: string }
          attempts.push({ host, action, status: statusCode, code: serviceCode ?? error.code, ms: now() - started })
          Object.assign(error, { attempts })
          if (!clockMended && serviceCode === 'InvalidTimeStamp.Expired' && clocks.learn(host, offset, serverDate)) {
            clockMended = true
            tell?.({ type: 'skew', action, version, host, offsetMs: clocks.offset(host) })
            tellRetry(error, 'clock')
          } else if (rejectedKeyId === undefined && credentials?.accessKeyId && isKeyRejection(serviceCode)) {
            rejectedKeyId = credentials.accessKeyId
            const fresh = await renew(rejectedKeyId)
            if (fresh?.accessKeyId === rejectedKeyId) throw error
            tellRetry(error, 'rejected-key')
          } else {
            if (!error.retryable || attempts.length >= policy.maxAttempts || !budget.spend(error)) throw error
            const delay = policy.delay(attempts.length, error)
            tellRetry(error, 'transient', delay)
            await sleep(delay, signal)
          }
        },
      }
    },
  }
}

/** Codes that say that these very keys are over, so that newer ones may work (R25). */
function isKeyRejection(serviceCode: string | undefined): boolean {
  return /^(InvalidSecurityToken|InvalidAccessKeyId)\b/.test(serviceCode ?? '')
}
