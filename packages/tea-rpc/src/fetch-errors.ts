import { type AlibabaCloudError, type ErrorCode, isAlibabaCloudError, TransportError } from '@x/credentials-core'
import { loadRare } from './load-rare.ts'

/** The error of a request through `fetch` that got no usable answer, made here and now: what hangs must end without loading anything. */
export function fetchError(host: string, problem: string, code: ErrorCode, retryable = true): AlibabaCloudError {
  return new TransportError(`${host} ${problem}.`, { code, host, retryable })
}

/** What a `fetch` threw. Only on Node does it say why; that is read by what was loaded from the disk. */
export async function toFetchError(error: unknown, host: string): Promise<AlibabaCloudError> {
  if (isAlibabaCloudError(error)) return error
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown }
  return cause || typeof code === 'string'
    ? (await loadRare()).toTransportError(error, host, false)
    : fetchError(host, 'could not be reached', 'ERR_NETWORK')
}
