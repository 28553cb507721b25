import { type AlibabaCloudError, type ErrorCode, invalidOption, isAlibabaCloudError, TransportError } from '@x/credentials-core'
import { loadRare } from './load-rare.ts'

/** The error of a request through `fetch` that got no usable answer, made here and now: what hangs must end without loading anything. */
export function fetchError(host: string, problem: string, code: ErrorCode, retryable = true): AlibabaCloudError {
  return new TransportError(`${host} ${problem}.`, { code, host, retryable })
}

/** What a `fetch` threw. Only on Node does it say why; that is read by what was loaded from the disk. */
export async function toFetchError(error: unknown, host: string): Promise<AlibabaCloudError> {
  if (isAlibabaCloudError(error)) return error
  const { code, cause, message } = (error ?? {}) as { code?: unknown; cause?: unknown; message?: string }
  if (cause || typeof code === 'string') return (await loadRare()).toTransportError(error, host, false)
  // All platforms throw the same type for a request that cannot be sent and for a network that fails.
  return error instanceof TypeError && /header|method|ByteString/i.test(message as string)
    ? invalidOption('request', 'cannot be sent', 'Check its method and headers.')
    : fetchError(host, 'could not be reached', 'ERR_NETWORK')
}
