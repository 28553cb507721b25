import { isAlibabaCloudError } from '@x/credentials-core'

/** What a failed call means: it can be made again, it will fail again, or its answer was lost and it may have been billed. */
export type Verdict = 'again' | 'failed' | 'doubt'

/** Judges the error of a call of an operation (uploads are never billed). */
export function verdictOf(error: unknown): Verdict {
  if (!isAlibabaCloudError(error)) return 'doubt'
  const again = error.retryable ? 'again' : 'failed'
  const status = (error as { statusCode?: number }).statusCode ?? error.attempts.at(-1)?.status ?? 0
  // A refusal, with a body that can be read or not: only calls that succeed are billed.
  if (error.code === 'ERR_SERVICE' || status >= 400) return again
  switch (error.code) {
    case 'ERR_NETWORK':
    case 'ERR_TIMEOUT':
    case 'ERR_PROXY':
      // Where nothing of the request left, nothing was read and billed.
      return (error as { sent?: boolean }).sent === false ? 'again' : 'doubt'
    case 'ERR_BAD_RESPONSE':
    case 'ERR_TOO_LARGE':
      return 'doubt'
    default:
      return again
  }
}
