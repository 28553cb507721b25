import { type AlibabaCloudError, TransportError } from '@x/credentials-core'

/** The error for an answer that cannot be used. */
export function badAnswer(action: string, host: string, problem: string): AlibabaCloudError {
  return new TransportError(`${action} got an answer of ${host} ${problem}.`, { code: 'ERR_BAD_RESPONSE', host, retryable: true })
}
