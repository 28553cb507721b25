import { type AlibabaCloudError, CredentialsError, isAlibabaCloudError } from './errors.ts'

/** Any error of the family. `skippable` tells that nothing is configured. */
export type SourceFailure = AlibabaCloudError & { readonly skippable?: boolean }

/** An error of the family as it is; anything else a source threw becomes one, whose message quotes nothing of it. */
export function toSourceFailure(error: unknown, provider: string): SourceFailure {
  if (isAlibabaCloudError(error)) return error
  return new CredentialsError(`Provider ${provider} failed with an error of its own.`, {
    code: 'ERR_CREDENTIALS_INVALID',
    provider,
    retryable: true,
    cause: error,
    hint: 'See its cause.',
  })
}

/** What a source gave cannot be used. */
export function unusable(error: unknown, provider: string): SourceFailure {
  if (!isAlibabaCloudError(error)) return toSourceFailure(error, provider)
  return new CredentialsError(`Provider ${provider} gave unusable credentials: ${error.message}`, {
    code: 'ERR_CREDENTIALS_INVALID',
    provider,
    field: error.field,
    retryable: true,
  })
}

/** Credentials have expired, and the source gave no others. */
export function expired(provider: string, expiration: number, failure: SourceFailure | undefined): SourceFailure {
  const why = failure ? `: ${failure.message}` : '; the source is still at work.'
  return new CredentialsError(
    `Credentials of ${provider} expired at ${new Date(expiration).toISOString()} and could not be refreshed${why}`,
    {
      code: 'ERR_CREDENTIALS_EXPIRED',
      provider,
      retryable: true,
      attempts: failure?.attempts,
      cause: failure,
    },
  )
}

/** The source gave credentials that have expired already (R21). */
export function expiredOnArrival(provider: string): SourceFailure {
  return new CredentialsError(`Provider ${provider} gave credentials that have already expired.`, {
    code: 'ERR_CREDENTIALS_EXPIRED',
    provider,
    retryable: true,
    hint: 'Check the clock of this machine.',
  })
}

/** The source took too long. */
export function timedOut(provider: string, ms: number): SourceFailure {
  return new CredentialsError(`Provider ${provider} gave no answer within ${ms} ms.`, { code: 'ERR_TIMEOUT', provider, retryable: true })
}

/**
 * Whether a failure is a decision and not an outage: role denied, login needed, key disabled, wrong configuration (R24). A host that was
 * not reached has decided nothing, whatever the reason.
 */
export function isFinal(failure: SourceFailure): boolean {
  return !failure.retryable && !failure.skippable && !('host' in failure)
}
