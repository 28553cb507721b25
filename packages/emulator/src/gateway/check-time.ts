import { parseTimestamp } from '../timestamp.ts'
import { gatewayError } from './gateway-error.ts'

const ALLOWED_SKEW_MS = 15 * 60_000

/**
 * Refuses a request whose clock is off by more than 15 minutes either way.
 * @throws ServiceError `InvalidTimeStamp.Format` or `InvalidTimeStamp.Expired`
 */
export function checkTime(timestamp: string, now: number): void {
  const sent = parseTimestamp(timestamp)
  if (sent === undefined) throw gatewayError('InvalidTimeStamp.Format')
  if (Math.abs(now - sent) > ALLOWED_SKEW_MS) throw gatewayError('InvalidTimeStamp.Expired')
}
