import { invalidOption } from '@x/credentials-core'
import pThrottle from 'p-throttle'

/**
 * Settles when the next call may be started, so that at most `rate` are started in any second.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for a rate that is not above 0.
 */
export function rateLimit(rate: number, signal: AbortSignal | undefined): () => Promise<void> {
  if (!(rate > 0)) throw invalidOption('rate', 'is not a number above 0', 'Pass calls a second, or Infinity for no limit.')
  if (rate === Number.POSITIVE_INFINITY) return async () => {}
  // The service counts whole calls in a second; a rate between is spread evenly.
  const [limit, interval] = Number.isInteger(rate) ? [rate, 1000] : [1, 1000 / rate]
  return pThrottle({ limit, interval, strict: true, ...(signal && { signal }) })(async () => {})
}
