import { type AlibabaCloudError, CredentialsError, type ErrorCode, type ErrorDetails, isAlibabaCloudError } from './errors.ts'

/** Any error of the family. `skippable` tells that nothing is configured. */
export type SourceFailure = AlibabaCloudError & { readonly skippable?: boolean }

/** A failure that a later try may mend. */
export function sourceFailure(
  provider: string,
  code: ErrorCode,
  problem: string,
  details?: Partial<ErrorDetails> & Pick<SourceFailure, 'skippable'>,
): SourceFailure {
  return new CredentialsError(`Provider ${provider} ${problem}.`, { code, provider, retryable: true, ...details })
}

/** An error of the family as it is; anything else that a source threw becomes the cause of one, which quotes nothing of it. */
export function toSourceFailure(error: unknown, provider: string): SourceFailure {
  if (isAlibabaCloudError(error)) return error
  return sourceFailure(provider, 'ERR_CREDENTIALS_INVALID', 'threw an error of its own', { cause: error })
}

/**
 * Whether a failure is a decision and not an outage: role denied, login needed, key disabled, wrong configuration (R24). A host that was
 * not reached has decided nothing, whatever the reason.
 */
export function isFinal(failure: SourceFailure): boolean {
  return !failure.retryable && !failure.skippable && !('host' in failure)
}
