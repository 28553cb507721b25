import type { HttpAnswer } from '../http/http-answer.ts'
import { ServiceError } from '../service-error.ts'
import type { FaultEffect } from './fault-rule.ts'

/** The answer or refusal that a fault puts in place of the real one; `undefined` when it leaves the answer alone. */
export function scriptedAnswer(effect: FaultEffect): HttpAnswer | ServiceError | undefined {
  const { status, code, body, throttle } = effect
  if (body !== undefined) return { status: status ?? 200, headers: { 'Content-Type': 'text/html;charset=utf-8' }, body: Buffer.from(body) }
  if (throttle !== undefined) {
    const headers = throttle.retryAfterMs === undefined ? {} : { 'x-acs-retry-after': String(throttle.retryAfterMs) }
    return new ServiceError(status ?? 429, code ?? 'Throttling', effect.message ?? 'Request was denied due to request throttling.', {
      headers,
    })
  }
  if (status === undefined && code === undefined) return undefined
  return new ServiceError(status ?? 400, code ?? codeOf(status ?? 400), effect.message ?? 'A fault that was scripted in the emulator.')
}

function codeOf(status: number): string {
  const codes: Record<number, string> = { 403: 'Forbidden', 404: 'NotFound', 429: 'Throttling', 503: 'ServiceUnavailable' }
  return codes[status] ?? (status >= 500 ? 'InternalError' : 'InvalidParameter')
}
