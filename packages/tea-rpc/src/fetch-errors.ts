import { type AlibabaCloudError, type ErrorCode, isAlibabaCloudError, TransportError } from '@x/credentials-core'
import { loadRare } from './load-rare.ts'

/** The error of a request through `fetch` that got no usable answer, made here and now: what hangs must end without loading anything. */
export function fetchError(host: string, problem: string, code: ErrorCode, retryable = true): AlibabaCloudError {
  return new TransportError(`${host} ${problem}.`, { code, host, retryable })
}

/**
 * What a `fetch` threw. Node says why, in the cause or a code; that is read by what was loaded from the disk, and so is the refusal of a
 * request that cannot be sent, for which all platforms throw the same type as for a network that fails.
 */
export async function toFetchError(error: unknown, host: string): Promise<AlibabaCloudError> {
  if (isAlibabaCloudError(error)) return error
  const { code, cause, message } = Object(error) as { code?: unknown; cause?: unknown; message?: string }
  if (!cause && typeof code !== 'string' && !(error instanceof TypeError && /header|method|ByteString/i.test(message as string)))
    return fetchError(host, 'could not be reached', 'ERR_NETWORK')
  return (await loadRare()).toTransportError(error, host, false)
}
