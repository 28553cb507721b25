import { context, diag, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { AlwaysOffSampler } from '@opentelemetry/sdk-trace-base'
import * as conventions from '@opentelemetry/semantic-conventions'
import type { AttemptEvent, RpcEvent } from '@x/tea-rpc'
import { afterEach, describe, expect, it } from 'vitest'
import { milliseconds, type RecordedTelemetry, recordTelemetry } from '../test/recorded-telemetry.ts'
import { createListener } from './create-listener.ts'

const AT = Date.parse('2024-01-02T03:04:05.000Z')
const CALL = { action: 'DescribeThing', version: '2024-01-01', host: 'thing.cn-hangzhou.aliyuncs.com' }
const SUCCESS: AttemptEvent = {
  type: 'attempt',
  ...CALL,
  attempt: 1,
  startedAt: AT,
  ms: 70,
  status: 200,
  code: undefined,
  requestId: 'r-1',
}
const REFUSAL: AttemptEvent = { ...SUCCESS, status: 503, code: 'ServiceUnavailable', requestId: undefined }

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
})

function recorded(...given: Parameters<typeof recordTelemetry>): RecordedTelemetry {
  const telemetry = recordTelemetry(...given)
  cleanUps.push(telemetry.close)
  return telemetry
}

/** Tells a listener of events while a span of the caller is active. */
function tell(events: readonly RpcEvent[], telemetry = recorded()) {
  const { tracerProvider, meterProvider } = telemetry
  const caller = tracerProvider.getTracer('caller').startSpan('caller')
  const activeContext = () => trace.setSpan(context.active(), caller)
  const listener = createListener({ tracerProvider, meterProvider, activeContext })
  for (const event of events) listener(event)
  caller.end()
  const all = telemetry.spans()
  return {
    ...telemetry,
    attempts: all.filter(({ name }) => name !== 'caller'),
    caller: all.find(({ name }) => name === 'caller'),
    listener,
  }
}

describe('spans', () => {
  it('are one of kind client for each attempt, from its start to its end, under the span of the caller', () => {
    const { attempts, caller } = tell([SUCCESS])
    const [span] = attempts
    expect(attempts).toHaveLength(1)
    expect(span).toMatchObject({ name: 'DescribeThing', kind: SpanKind.CLIENT, status: { code: SpanStatusCode.UNSET } })
    expect(span && [milliseconds(span.startTime), milliseconds(span.endTime)]).toEqual([AT, AT + 70])
    expect(span?.parentSpanContext).toMatchObject({ traceId: caller?.spanContext().traceId, spanId: caller?.spanContext().spanId })
  })

  it('have the attributes of the semantic conventions 1.45, and name them', () => {
    const { attempts } = tell([{ ...REFUSAL, attempt: 3, host: '127.0.0.1:8180', requestId: 'r-3' }])
    expect(attempts[0]?.attributes).toEqual({
      [conventions.ATTR_RPC_SYSTEM_NAME]: 'alibaba_cloud',
      [conventions.ATTR_RPC_METHOD]: 'DescribeThing',
      [conventions.ATTR_RPC_STATUS_CODE]: 'ServiceUnavailable',
      [conventions.ATTR_ERROR_TYPE]: 'ServiceUnavailable',
      [conventions.ATTR_SERVER_ADDRESS]: '127.0.0.1',
      [conventions.ATTR_SERVER_PORT]: 8180,
      [conventions.ATTR_HTTP_RESPONSE_STATUS_CODE]: 503,
      [conventions.ATTR_HTTP_REQUEST_RESEND_COUNT]: 2,
      'alibaba_cloud.request_id': 'r-3',
      'alibaba_cloud.api_version': '2024-01-01',
    })
    expect(attempts[0]?.instrumentationScope).toMatchObject({ name: '@x/otel', schemaUrl: 'https://opentelemetry.io/schemas/1.45.0' })
  })

  it('have no attribute without a value', () => {
    const { attempts } = tell([{ ...SUCCESS, status: undefined, requestId: undefined }])
    expect(attempts[0]?.attributes).toEqual({
      'rpc.system.name': 'alibaba_cloud',
      'rpc.method': 'DescribeThing',
      'server.address': CALL.host,
      'alibaba_cloud.api_version': '2024-01-01',
    })
  })

  it.each([
    ['thing.example.com', 'thing.example.com', undefined],
    ['thing.example.com:8443', 'thing.example.com', 8443],
    ['[::1]:8443', '::1', 8443],
    ['[::1]', '::1', undefined],
    ['127.0.0.1', '127.0.0.1', undefined],
  ])('of host %s go to %s, port %s', (host, address, port) => {
    const { attempts } = tell([{ ...SUCCESS, host }])
    expect([attempts[0]?.attributes['server.address'], attempts[0]?.attributes['server.port']]).toEqual([address, port])
  })

  it.each([
    [{ status: 503, code: 'ServiceUnavailable' }, 'ServiceUnavailable', 'ServiceUnavailable'],
    [{ status: 400, code: 'InvalidParameter.Thing' }, 'InvalidParameter.Thing', 'InvalidParameter.Thing'],
    [{ status: 200, code: 'ERR_BAD_RESPONSE' }, 'ERR_BAD_RESPONSE', undefined],
    [{ status: undefined, code: 'ERR_TIMEOUT' }, 'ERR_TIMEOUT', undefined],
    [{ status: undefined, code: 'ABORTED' }, 'ABORTED', undefined],
    [{ status: 200, code: 'ABORTED' }, 'ABORTED', undefined],
    [{ status: 400, code: 'A sentence, which is no code' }, '_OTHER', '_OTHER'],
    [{ status: 400, code: 'x'.repeat(300) }, '_OTHER', '_OTHER'],
  ])('of %j are errors of type %s', (outcome, type, code) => {
    const { attempts } = tell([{ ...SUCCESS, ...outcome }])
    expect(attempts[0]?.status).toEqual({ code: SpanStatusCode.ERROR })
    expect([attempts[0]?.attributes['error.type'], attempts[0]?.attributes['rpc.status_code']]).toEqual([type, code])
  })

  it('end where they began when the clock was set back meanwhile', async () => {
    const { attempts, durations } = tell([{ ...SUCCESS, ms: -5000 }])
    expect(attempts[0]?.duration).toEqual([0, 0])
    expect((await durations('rpc.client.call.duration'))[0]?.value).toMatchObject({ count: 1, sum: 0 })
  })

  it('are where the clock of the client says, also near 1970', () => {
    const { attempts } = tell([{ ...SUCCESS, startedAt: 1000 }])
    expect(attempts[0] && milliseconds(attempts[0].startTime)).toBe(1000)
  })

  it('are roots without a span of the caller', () => {
    const telemetry = recorded()
    createListener(telemetryOptions(telemetry))(SUCCESS)
    expect(telemetry.spans()).toHaveLength(1)
    expect(telemetry.spans()[0]?.parentSpanContext).toBeUndefined()
  })

  it('are not recorded where the sampler says so, while metrics are', async () => {
    const { attempts, caller, metrics } = tell([REFUSAL, { ...CALL, ...RETRY }], recorded(new AlwaysOffSampler()))
    expect([attempts, caller]).toEqual([[], undefined])
    expect(Object.keys(await metrics())).toEqual(['rpc.client.call.duration', 'alibaba_cloud.client.retries'])
  })
})

const RETRY = { ...CALL, type: 'retry', attempt: 1, code: 'ServiceUnavailable', reason: 'transient', delayMs: 150 } as const
const PROVIDER = 'ram_role_arn/static_ak'
const RESOLVE = { type: 'resolve', provider: PROVIDER, startedAt: AT, ms: 20, expiration: new Date(AT), code: undefined } as const
const BETWEEN: readonly RpcEvent[] = [
  RETRY,
  { ...CALL, type: 'skew', offsetMs: -1_200_000 },
  RESOLVE,
  { ...RESOLVE, code: 'ERR_CREDENTIALS_DENIED', expiration: undefined },
  { type: 'refresh', provider: PROVIDER, expiration: undefined },
  { type: 'stale', provider: PROVIDER, expiredForMs: 5000 },
]

describe('what happens between attempts', () => {
  it('is an event of the span of the caller', () => {
    const { attempts, caller } = tell(BETWEEN)
    expect(attempts).toEqual([])
    const call = { 'rpc.system.name': 'alibaba_cloud', 'rpc.method': 'DescribeThing', 'server.address': CALL.host }
    const provider = { 'alibaba_cloud.credentials.provider': PROVIDER }
    expect(caller?.events.map(({ name, attributes }) => [name, attributes])).toEqual([
      [
        'alibaba_cloud.retry',
        {
          ...call,
          'error.type': 'ServiceUnavailable',
          'alibaba_cloud.retry.attempt': 1,
          'alibaba_cloud.retry.reason': 'transient',
          'alibaba_cloud.retry.delay': 0.15,
        },
      ],
      ['alibaba_cloud.clock_correction', { ...call, 'alibaba_cloud.clock_correction.offset': -1200 }],
      ['alibaba_cloud.credentials.failure', { ...provider, 'error.type': 'ERR_CREDENTIALS_DENIED' }],
      ['alibaba_cloud.credentials.refresh', provider],
      ['alibaba_cloud.credentials.stale', { ...provider, 'alibaba_cloud.credentials.expired_for': 5 }],
    ])
  })

  it('is counted', async () => {
    const { counts, durations } = tell([...BETWEEN, RETRY, { ...RETRY, reason: 'clock' }])
    expect(await counts('alibaba_cloud.client.retries', 'alibaba_cloud.retry.reason')).toEqual({ transient: 2, clock: 1 })
    expect(await counts('alibaba_cloud.client.clock_corrections', 'server.address')).toEqual({ [CALL.host]: 1 })
    expect(await counts('alibaba_cloud.credentials.refreshes', 'alibaba_cloud.credentials.provider')).toEqual({ [PROVIDER]: 1 })
    expect(await counts('alibaba_cloud.credentials.stale_uses', 'alibaba_cloud.credentials.provider')).toEqual({ [PROVIDER]: 1 })
    const provider = { 'alibaba_cloud.credentials.provider': PROVIDER }
    expect(await durations('alibaba_cloud.credentials.resolve.duration')).toMatchObject([
      { attributes: provider, value: { count: 1, sum: 0.02 } },
      { attributes: { ...provider, 'error.type': 'ERR_CREDENTIALS_DENIED' }, value: { count: 1, sum: 0.02 } },
    ])
  })
})

describe('the duration of calls', () => {
  it('is a histogram in seconds with the boundaries of the conventions, split by method, server and error', async () => {
    const { durations, metrics } = tell([SUCCESS, { ...SUCCESS, ms: 30 }, REFUSAL])
    const call = { 'rpc.system.name': 'alibaba_cloud', 'rpc.method': 'DescribeThing', 'server.address': CALL.host }
    const points = await durations(conventions.METRIC_RPC_CLIENT_CALL_DURATION)
    expect(points).toMatchObject([
      { attributes: call, value: { count: 2, sum: 0.1, min: 0.03, max: 0.07 } },
      { attributes: { ...call, 'error.type': 'ServiceUnavailable', 'rpc.status_code': 'ServiceUnavailable' }, value: { count: 1 } },
    ])
    expect(points[0]?.attributes).toEqual(call)
    expect(points[0]?.value.buckets.boundaries).toEqual([0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10])
    expect((await metrics())['rpc.client.call.duration']?.descriptor.unit).toBe('s')
  })
})

describe('createListener', () => {
  it('finds providers that are registered after it was made and told of a call', async () => {
    const { metrics } = await import('@opentelemetry/api')
    const listener = createListener()
    listener(SUCCESS)
    const telemetry = recorded()
    trace.setGlobalTracerProvider(telemetry.tracerProvider)
    metrics.setGlobalMeterProvider(telemetry.meterProvider)
    cleanUps.push(
      () => trace.disable(),
      () => metrics.disable(),
    )
    listener(SUCCESS)
    expect(telemetry.spans()).toHaveLength(1)
    expect((await telemetry.durations('rpc.client.call.duration'))[0]?.value.count).toBe(1)
  })

  it('makes its tracer and its instruments once, at the first event', () => {
    const { tracerProvider, meterProvider } = recorded()
    const made: string[] = []
    const listener = createListener({
      tracerProvider: { getTracer: (name) => tracerProvider.getTracer(name, `${made.push('tracer')}`) },
      meterProvider: { getMeter: (name) => meterProvider.getMeter(name, `${made.push('meter')}`) },
    })
    expect(made).toEqual([])
    for (let turn = 0; turn < 10; turn++) listener(SUCCESS)
    expect(made.sort()).toEqual(['meter', 'tracer'])
  })

  it('tells the diag logger nothing where all is well, as without a span of the caller', () => {
    const told = listenToDiag()
    const listener = createListener(telemetryOptions(recorded()))
    for (const event of [SUCCESS, REFUSAL, ...BETWEEN]) listener(event)
    expect(told).toEqual([])
  })

  it('R64 never throws, records what it can, and tells the diag logger', async () => {
    const told = listenToDiag()
    const telemetry = recorded()
    const fault = new Error('the tracer is broken')
    const tracerProvider = {
      getTracer: () => {
        throw fault
      },
    }
    createListener({ tracerProvider, meterProvider: telemetry.meterProvider })(SUCCESS)
    expect(told).toEqual([[expect.stringContaining('attempt'), fault]])
    expect((await telemetry.durations('rpc.client.call.duration'))[0]?.value.count).toBe(1)
  })

  it.each([
    ['tracerProvider', {}],
    ['meterProvider', 'global'],
    ['activeContext', context],
    ['tracer', undefined],
  ])('refuses a wrong %s by its name', (field, value) => {
    const options = field === 'tracer' ? { tracer: {} } : { [field]: value }
    expect(() => createListener(options as never)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field }))
  })
})

/** The errors that the `diag` logger is told of. */
function listenToDiag(): unknown[][] {
  const told: unknown[][] = []
  const ignore = (): void => {}
  const error = (...given: unknown[]): void => void told.push(given)
  diag.setLogger({ error, warn: error, info: ignore, debug: ignore, verbose: ignore }, { suppressOverrideMessage: true })
  cleanUps.push(() => diag.disable())
  return told
}

function telemetryOptions({ tracerProvider, meterProvider }: RecordedTelemetry) {
  return { tracerProvider, meterProvider }
}
