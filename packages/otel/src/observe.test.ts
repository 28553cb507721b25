import { channel } from 'node:diagnostics_channel'
import { context, type Span } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { findCanary } from '@x/credentials-core/testing'
import { type Emulator, startEmulator } from '@x/emulator'
import { createRpcClient, type RpcClient } from '@x/tea-rpc'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type RecordedTelemetry, recordTelemetry } from '../test/recorded-telemetry.ts'
import { observe } from './observe.ts'
import { subscribe as subscribeOnTheWeb } from './subscribe.web.ts'

const CHANNELS = ['x:rpc:attempt', 'x:rpc:retry', 'x:rpc:skew', 'x:credentials:resolve', 'x:credentials:refresh', 'x:credentials:stale']
const REQUEST = { action: 'GetCallerIdentity', version: '2015-04-01' }

let emulator: Emulator
let client: RpcClient
let telemetry: RecordedTelemetry
let stop: () => void

beforeAll(async () => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  emulator = await startEmulator({ ocr: { answer: async () => ({}) } })
})
afterAll(async () => {
  context.disable()
  await emulator.close()
})
beforeEach(() => {
  const [{ accessKeyId, accessKeySecret }] = emulator.accounts
  client = createRpcClient({ accessKeyId, accessKeySecret, endpoint: emulator.url, sleep: async () => {} })
  telemetry = recordTelemetry()
  const { tracerProvider, meterProvider } = telemetry
  stop = observe({ tracerProvider, meterProvider })
})
afterEach(async () => {
  stop()
  emulator.faults.clear()
  await client.close()
  await telemetry.close()
})

/** Does something within a span of its own, and gives that span. */
async function within(name: string, work: () => Promise<unknown>): Promise<Span> {
  return telemetry.tracerProvider.getTracer('caller').startActiveSpan(name, async (span) => {
    await work()
    span.end()
    return span
  })
}
const attempts = () => telemetry.spans().filter(({ name }) => name === REQUEST.action)

describe('observe', () => {
  it('makes a span of each attempt over a real connection, under the span that was active at the call', async () => {
    emulator.faults.add({ times: 2, effect: { status: 503 } })
    const caller = await within('caller', () => client.request(REQUEST))
    expect(attempts().map(({ attributes }) => [attributes['http.response.status_code'], attributes['http.request.resend_count']])).toEqual([
      [503, undefined],
      [503, 1],
      [200, 2],
    ])
    for (const span of attempts()) expect(span.parentSpanContext?.spanId).toBe(caller.spanContext().spanId)
    const { hostname, port } = new URL(emulator.url)
    expect(attempts()[0]?.attributes).toMatchObject({ 'server.address': hostname, 'server.port': Number(port) })
    const told = telemetry.spans().find(({ name }) => name === 'caller')
    expect(told?.events.map(({ name }) => name)).toEqual(['alibaba_cloud.retry', 'alibaba_cloud.retry'])
    expect(await telemetry.counts('alibaba_cloud.client.retries', 'alibaba_cloud.retry.reason')).toEqual({ transient: 2 })
  })

  it('keeps calls apart that run at the same time', async () => {
    emulator.faults.add({ times: 10, effect: { status: 503, latencyMs: 5 } })
    const callers = await Promise.all(
      Array.from({ length: 20 }, (_, turn) => within(`caller ${turn}`, () => client.request(REQUEST).catch(() => {}))),
    )
    const parents = new Map(callers.map((span) => [span.spanContext().spanId, [] as unknown[]]))
    for (const { parentSpanContext, attributes } of attempts())
      parents.get(parentSpanContext?.spanId ?? '')?.push(attributes['http.request.resend_count'] ?? 0)
    // Each caller's attempts count from the first without a gap.
    for (const counts of parents.values()) expect(counts).toEqual(counts.map((_, index) => index))
    expect([...parents.values()].every(({ length }) => length > 0)).toBe(true)
    expect(attempts().length).toBe([...parents.values()].flat().length)
  })

  it('tells of clients that were made before it, and of none after it was stopped', async () => {
    await client.request(REQUEST)
    expect(attempts()).toHaveLength(1)
    stop()
    stop()
    await client.request(REQUEST)
    expect(attempts()).toHaveLength(1)
  })

  it('costs nothing before and after: no channel has a subscriber', () => {
    const heard = () => CHANNELS.filter((name) => channel(name).hasSubscribers)
    expect(heard()).toEqual(CHANNELS)
    stop()
    expect(heard()).toEqual([])
  })

  it('hears every channel of a client', async () => {
    const date = new Date(Date.now() + 1_200_000).toUTCString()
    const answers = [
      { status: 400, headers: { date }, body: '{"Code":"InvalidTimeStamp.Expired"}' },
      { status: 403, body: '{"Code":"InvalidSecurityToken.Expired"}' },
      { status: 200, body: '{}' },
    ]
    let turn = 0
    const other = createRpcClient({
      credential: async () => ({ accessKeyId: `LTAIexampleexample0${++turn}`, accessKeySecret: 'exampleSecretExample' }),
      endpoint: 'thing.example.com',
      fetch: async () => {
        const { body, ...init } = answers.shift() as (typeof answers)[number]
        return new Response(body, init as ResponseInit)
      },
    })
    await other.request(REQUEST)
    expect(Object.keys(await telemetry.metrics()).sort()).toEqual([
      'alibaba_cloud.client.clock_corrections',
      'alibaba_cloud.client.retries',
      'alibaba_cloud.credentials.refreshes',
      'alibaba_cloud.credentials.resolve.duration',
      'rpc.client.call.duration',
    ])
    channel('x:credentials:stale').publish({ type: 'stale', provider: 'old', expiredForMs: 1 })
    expect(await telemetry.counts('alibaba_cloud.credentials.stale_uses', 'alibaba_cloud.credentials.provider')).toEqual({ old: 1 })
  })

  it('exists on Node only: elsewhere it names what to use', () => {
    expect(() => subscribeOnTheWeb(() => {})).toThrow(
      expect.objectContaining({ code: 'ERR_RUNTIME_UNSUPPORTED', hint: expect.stringContaining('createListener') }),
    )
  })

  it('R5 R7 puts no secret into spans and metrics, whatever the outcome', async () => {
    const secrets = ['CANARYsecretCANARYsecret', 'CANARYtokenCANARYtoken', 'CANARYparameterCANARY', 'CANARYanswerCANARYanswer']
    const [accessKeySecret, securityToken, Password] = secrets as [string, string, string]
    const outcomes: (ResponseInit & { body: string })[] = [
      { status: 200, body: '{"Token":"CANARYanswerCANARYanswer"}', headers: { 'x-acs-request-id': 'r-1' } },
      { status: 400, body: `{"Code":"${accessKeySecret}","Message":"${securityToken}","RequestId":"r-2"}` },
      { status: 400, body: `{"Code":"Bad.${securityToken}","Message":"${Password}"}` },
      { status: 502, body: `<html>${accessKeySecret}</html>` },
      { status: 200, body: 'CANARYanswerCANARYanswer is not JSON' },
    ]
    const send = async (answer: () => Promise<Response>, signatureVersion: 'acs3' | 'v1') => {
      const keys = { accessKeyId: 'LTAIexampleexample01', accessKeySecret, securityToken }
      const other = createRpcClient({ ...keys, endpoint: 'thing.example.com', signatureVersion, fetch: answer, sleep: async () => {} })
      await within('caller', () => other.request({ ...REQUEST, body: { Password } }).catch(() => {}))
    }
    for (const signatureVersion of ['acs3', 'v1'] as const) {
      for (const { body, ...init } of outcomes) await send(async () => new Response(body, init), signatureVersion)
      await send(
        async () =>
          Promise.reject(Object.assign(new TypeError(`https://x/?Signature=${accessKeySecret}`), { cause: { code: 'ECONNRESET' } })),
        signatureVersion,
      )
    }
    const failing = createRpcClient({ credential: async () => Promise.reject(new Error(accessKeySecret)), endpoint: 'thing.example.com' })
    await within('caller', () => failing.request(REQUEST).catch(() => {}))
    // Three of the outcomes are tried three times: a bad gateway, an answer that is not JSON, and a reset connection.
    expect(attempts()).toHaveLength(2 * (3 + 3 * 3))
    const exported = telemetry.spans().map(({ name, attributes, events, status, links, resource, instrumentationScope }) => ({
      ...{ name, attributes, events, status, links, resource, instrumentationScope },
    }))
    const measured = await telemetry.metrics()
    expect(Object.keys(measured).length).toBeGreaterThan(2)
    for (const secret of secrets) expect(findCanary(secret, exported, measured)).toEqual([])
  })
})
