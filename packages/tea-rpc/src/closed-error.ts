import { AlibabaCloudError } from '@x/credentials-core'

/** The error of a call after `close`. */
export function closedError(): AlibabaCloudError {
  return new AlibabaCloudError('The client is closed.', { code: 'ERR_CLOSED', hint: 'Make a new one.' })
}
