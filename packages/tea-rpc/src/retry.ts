import type { AlibabaCloudError } from '@x/credentials-core'
import type { RuntimeOptions } from './config.ts'

const DEFAULT_MAX_ATTEMPTS = 3
const MAX_DELAY = 20_000
/** The service's own hint may lengthen our delay by this much at most, in milliseconds. */
const HINT_MARGIN = 5_000

/** How many requests a call may send, and how long it pauses between them. */
export interface RetryPolicy {
  readonly maxAttempts: number
  /** Milliseconds to wait before the next attempt. */
  delay(attempt: number, error: AlibabaCloudError): number
}

/** The policy that the options of one call ask for. */
export function retryPolicy(runtime: RuntimeOptions, random: () => number = Math.random): RetryPolicy {
  const { autoretry, maxAttempts = DEFAULT_MAX_ATTEMPTS, backoffPolicy, backoffPeriod = 1 } = runtime
  const computed = (attempt: number, throttled: boolean): number => {
    switch (backoffPolicy) {
      case 'no':
        return 0
      case 'fixed':
        return backoffPeriod
      case 'random':
        return random() * backoffPeriod * attempt
      case 'exponential':
        return backoffPeriod * 2 ** (attempt - 1)
      case 'exponential_random':
        return random() * backoffPeriod * 2 ** (attempt - 1)
      default:
        // Full jitter over a doubling range (R28).
        return random() * (throttled ? 1_000 : 50) * 2 ** (attempt - 1)
    }
  }
  return {
    maxAttempts: autoretry === false ? 1 : maxAttempts,
    delay: (attempt, error) => {
      const own = Math.min(computed(attempt, isThrottling(error)), MAX_DELAY)
      const { retryAfterMs } = error as { retryAfterMs?: number }
      return retryAfterMs === undefined ? own : Math.min(retryAfterMs, own + HINT_MARGIN)
    },
  }
}

/** Keeps a client from hammering a service that is down (R27): when the tokens are gone, every call is one request. */
export interface RetryBudget {
  /** Whether a retry after this error may be made; it is paid for then. */
  spend(error: AlibabaCloudError): boolean
  /** A call succeeded at its first attempt. */
  refill(): void
}

const TOKENS = 500
const RETRY_COST = 14
const THROTTLE_COST = 5

export function createRetryBudget(): RetryBudget {
  let tokens = TOKENS
  return {
    spend: (error) => {
      const cost = isThrottling(error) ? THROTTLE_COST : RETRY_COST
      if (tokens < cost) return false
      tokens -= cost
      return true
    },
    refill: () => {
      tokens = Math.min(TOKENS, tokens + 1)
    },
  }
}

function isThrottling(error: AlibabaCloudError): boolean {
  const { statusCode, serviceCode } = error as { statusCode?: number; serviceCode?: string }
  return statusCode === 429 || (serviceCode?.includes('Throttling') ?? false)
}
