import { type Attributes, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { AttemptEvent, OnRpcEvent } from '@x/tea-rpc'
import { callAttributes, errorAttributes, outcomeAttributes, providerAttributes, seconds } from './event-attributes.ts'
import { SCOPE } from './instrumentation-scope.ts'
import { perProvider } from './per-provider.ts'
import type { Telemetry } from './telemetry-options.ts'

/**
 * Makes a span of each request, under the span that is active where the call was made. What happens between the requests, when no span of
 * ours is open, becomes an event of that active span.
 */
export function recordSpans({ tracerProvider, activeContext }: Telemetry): OnRpcEvent {
  const tracer = perProvider(tracerProvider, (provider) => provider.getTracer(...SCOPE))
  const note = (name: string, attributes: () => Attributes): void => {
    const span = trace.getSpan(activeContext())
    if (span?.isRecording()) span.addEvent(name, attributes())
  }
  return (event) => {
    switch (event.type) {
      case 'attempt': {
        // Dates, because the SDK takes a small number for a time since the start of the process.
        const startTime = new Date(event.startedAt)
        const options = { kind: SpanKind.CLIENT, startTime, attributes: attemptAttributes(event) }
        const span = tracer().startSpan(event.action, options, activeContext())
        if (event.code !== undefined) span.setStatus({ code: SpanStatusCode.ERROR })
        span.end(new Date(event.startedAt + Math.max(0, event.ms)))
        return
      }
      case 'retry':
        return note('alibaba_cloud.retry', () => ({
          ...callAttributes(event),
          ...errorAttributes(event),
          'alibaba_cloud.retry.attempt': event.attempt,
          'alibaba_cloud.retry.reason': event.reason,
          'alibaba_cloud.retry.delay': seconds(event.delayMs),
        }))
      case 'skew':
        return note('alibaba_cloud.clock_correction', () => ({
          ...callAttributes(event),
          'alibaba_cloud.clock_correction.offset': event.offsetMs / 1000,
        }))
      case 'resolve':
        if (event.code === undefined) return
        return note('alibaba_cloud.credentials.failure', () => ({ ...providerAttributes(event), ...errorAttributes(event) }))
      case 'refresh':
        return note('alibaba_cloud.credentials.refresh', () => providerAttributes(event))
      case 'stale':
        return note('alibaba_cloud.credentials.stale', () => ({
          ...providerAttributes(event),
          'alibaba_cloud.credentials.expired_for': seconds(event.expiredForMs),
        }))
    }
  }
}

function attemptAttributes(event: AttemptEvent): Attributes {
  const { attempt, status, requestId, version } = event
  return {
    ...callAttributes(event),
    ...outcomeAttributes(event),
    ...(status !== undefined && { 'http.response.status_code': status }),
    ...(attempt > 1 && { 'http.request.resend_count': attempt - 1 }),
    ...(requestId && { 'alibaba_cloud.request_id': requestId }),
    'alibaba_cloud.api_version': version,
  }
}
