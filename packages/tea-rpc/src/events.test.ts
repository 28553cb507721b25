import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { findCanary } from '@x/credentials-core/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { type Answer, recordingFetch } from '../test/recorded-request.ts'
import { type Config, createRpcClient, type RpcEvent } from './index.ts'
import { createListener } from './listener.node.ts'
import { createListener as createWebListener } from './listener.web.ts'

const NOW = Date.parse('2024-01-02T03:04:05.000Z')
const KEYS = { accessKeyId: 'LTAIexampleexample01', accessKeySecret: 'CANARYsecretCANARYsecret' }
const REQUEST = { action: 'DescribeThing', version: '2024-01-01', body: { Password: 'CANARYparameter' } }
const CALL = { action: 'DescribeThing', version: '2024-01-01', host: 'thing.example.com' }
const CHANNELS = [
  'x:rpc:attempt',
  'x:rpc:retry',
  'x:rpc:skew',
  'x:credentials:resolve',
  'x:credentials:refresh',
  'x:credentials:stale',
] as const

const cleanUps: (() => void)[] = []
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp()
})

/** Subscribes to a channel until the end of the test. */
function listen(name: string, heard: (message: unknown) => void): void {
  subscribe(name, heard)
  cleanUps.push(() => unsubscribe(name, heard))
}

function setUp(answers: (Answer | Error)[], config: Config = {}) {
  const events: RpcEvent[] = []
  const { fetch, requests } = recordingFetch(...answers)
  let time = NOW
  const client = createRpcClient({
    ...(config.credential ? {} : KEYS),
    endpoint: 'thing.example.com',
    fetch: async (...asked) => {
      time += 7
      return fetch(...asked)
    },
    now: () => time,
    sleep: async () => {},
    onEvent: (event) => {
      events.push(event)
    },
    ...config,
  })
  return { client, events, requests }
}

const refusal = (status: number, Code: string, headers: Record<string, string> = {}): Answer => ({
  status,
  headers,
  body: JSON.stringify({ Code, Message: 'no', RequestId: 'r-1' }),
})

describe('events of a client', () => {
  it('tell of the credentials and of the attempt of a call that succeeds', async () => {
    const { client, events } = setUp([{ headers: { 'x-acs-request-id': 'r-0' } }])
    await client.request(REQUEST)
    expect(events).toEqual([
      { type: 'resolve', provider: 'static_ak', startedAt: NOW, ms: 0, expiration: undefined, code: undefined },
      { type: 'attempt', ...CALL, attempt: 1, startedAt: NOW, ms: 7, status: 200, code: undefined, requestId: 'r-0' },
    ])
  })

  it('tell of each attempt that failed, and of the retry after it', async () => {
    const reset = Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } })
    const { client, events } = setUp([refusal(503, 'ServiceUnavailable'), reset, {}])
    await client.request(REQUEST)
    const [, first, retry, , second, again, , third] = events
    expect(first).toMatchObject({ type: 'attempt', attempt: 1, status: 503, code: 'ServiceUnavailable', requestId: 'r-1' })
    expect(retry).toMatchObject({ type: 'retry', ...CALL, attempt: 1, code: 'ServiceUnavailable', reason: 'transient' })
    expect(second).toMatchObject({ type: 'attempt', attempt: 2, status: undefined, code: 'ERR_NETWORK' })
    expect(again).toMatchObject({ type: 'retry', attempt: 2, code: 'ERR_NETWORK' })
    expect(third).toMatchObject({ type: 'attempt', attempt: 3, status: 200 })
    expect(events.map(({ type }) => type)).toEqual(['resolve', 'attempt', 'retry', 'resolve', 'attempt', 'retry', 'resolve', 'attempt'])
  })

  it('R77 tell of a clock that is off, and by how much', async () => {
    const date = new Date(NOW + 1_200_000).toUTCString()
    const { client, events } = setUp([refusal(400, 'InvalidTimeStamp.Expired', { date }), {}])
    await client.request(REQUEST)
    expect(events).toContainEqual({ type: 'skew', ...CALL, offsetMs: 1_200_000 - 7 })
    expect(events).toContainEqual({ type: 'retry', ...CALL, attempt: 1, code: 'InvalidTimeStamp.Expired', reason: 'clock', delayMs: 0 })
  })

  it('R25 tell of keys that were renewed after the service had rejected them', async () => {
    let turn = 0
    const credential = async () => ({ accessKeyId: `LTAIexampleexample0${++turn}`, accessKeySecret: KEYS.accessKeySecret })
    const { client, events } = setUp([refusal(403, 'InvalidSecurityToken.Expired'), {}], { credential })
    await client.request(REQUEST)
    expect(events).toContainEqual({ type: 'refresh', provider: 'custom', expiration: undefined })
    expect(events).toContainEqual(expect.objectContaining({ type: 'retry', reason: 'rejected-key', code: 'InvalidSecurityToken.Expired' }))
  })

  it('tell of a provider that fails, and of one that gives credentials whose time is over', async () => {
    const failing = setUp([{}], { credential: async () => Promise.reject(new Error('CANARYcause')) })
    await expect(failing.client.request(REQUEST)).rejects.toThrow()
    expect(failing.events).toMatchObject([{ type: 'resolve', provider: 'custom', code: 'ERR_CREDENTIALS_INVALID' }])

    const expiration = new Date(NOW - 5000)
    const { createCredentials, peekCredentials } = await import('@x/credentials-core')
    const value = createCredentials({ ...KEYS, expiration }, 'old')
    // A provider that is not wrapped, because it carries the mark of one of these packages.
    const symbol = Object.getOwnPropertySymbols((await import('@x/credentials-core')).fromAccessKey(KEYS))[0] as symbol
    const credential = Object.assign(async () => value, { providerName: 'old', [symbol]: () => value })
    expect(peekCredentials(credential)).toBe(value)
    const stale = setUp([{}], { credential })
    await stale.client.request(REQUEST)
    expect(stale.events).toContainEqual({ type: 'stale', provider: 'old', expiredForMs: 5000 })
  })

  it('tell of an attempt that the caller ended', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    const { client, events } = setUp([{}], {
      fetch: async () => {
        controller.abort(reason)
        throw reason
      },
    })
    await expect(client.request(REQUEST, { signal: controller.signal })).rejects.toBe(reason)
    expect(events.at(-1)).toMatchObject({ type: 'attempt', status: undefined, code: 'ABORTED' })
  })

  it('R64 do not fail a call when the listener throws', async () => {
    const { client } = setUp([{}], {
      onEvent: () => {
        throw new Error('mine')
      },
    })
    expect((await client.request(REQUEST)).statusCode).toBe(200)
  })

  it('R64 do not fail a call, nor the process, when the promise of a listener is rejected', async () => {
    const onEvent = async (): Promise<void> => Promise.reject(new Error('mine'))
    const { client } = setUp([{}], { onEvent })
    expect((await client.request(REQUEST)).statusCode).toBe(200)
    // vitest fails the run for a rejection that nobody handles.
    await new Promise((resolve) => setTimeout(resolve))
  })

  it('refuse a listener that is not a function', () => {
    expect(() => setUp([], { onEvent: 'x' as never })).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: 'onEvent' }))
  })
})

describe('events on diagnostics channels', () => {
  it('are the events of onEvent, on the channel of each', async () => {
    const heard: [string, unknown][] = []
    for (const name of CHANNELS) listen(name, (message) => heard.push([name.replace(/.*:/, ''), message]))
    const date = new Date(NOW + 1_200_000).toUTCString()
    const { client, events } = setUp([refusal(400, 'InvalidTimeStamp.Expired', { date }), refusal(500, 'InternalError'), {}])
    await client.request(REQUEST)
    expect(heard.map(([, message]) => message)).toEqual(events)
    expect(heard.every(([type, message]) => (message as RpcEvent).type === type)).toBe(true)
    expect(new Set(heard.map(([type]) => type))).toEqual(new Set(['resolve', 'attempt', 'skew', 'retry']))
  })

  it('reach who subscribes after the client was made, and nobody afterwards', async () => {
    const { client } = setUp([{}], { onEvent: undefined })
    await client.request(REQUEST)
    const heard: unknown[] = []
    listen('x:rpc:attempt', (message) => heard.push(message))
    await client.request(REQUEST)
    expect(heard).toHaveLength(1)
    cleanUps.pop()?.()
    await client.request(REQUEST)
    expect(heard).toHaveLength(1)
  })

  it('cost nothing without a subscriber: there is no listener to tell', () => {
    const listener = createListener(undefined)
    expect(listener()).toBeUndefined()
    for (const name of CHANNELS) {
      listen(name, () => {})
      expect(listener()).toBeTypeOf('function')
      // The same function each time, so that a call makes none.
      expect(listener()).toBe(listener())
      cleanUps.pop()?.()
      expect(listener()).toBeUndefined()
    }
  })

  it('exist on Node only: elsewhere onEvent alone is told', () => {
    const onEvent = (): void => {}
    listen('x:rpc:attempt', () => {})
    expect(createWebListener(undefined)()).toBeUndefined()
    expect(createWebListener(onEvent)()).toBe(onEvent)
  })

  it('R5 R7 hold no secret, whatever the outcome', async () => {
    const told: unknown[] = []
    for (const name of CHANNELS) listen(name, (message) => told.push(message))
    const outcomes: (Answer | Error)[] = [
      { body: '{"Token":"CANARYanswer"}', headers: { 'x-acs-request-id': 'CANARYrequestIdIsNoSecret1' } },
      { status: 400, body: '{"Code":"Bad","Message":"CANARYsecretCANARYsecret CANARYtokenCANARYtoken"}' },
      { status: 502, body: '<html>CANARYsecretCANARYsecret</html>' },
      Object.assign(new TypeError('https://x/?Signature=CANARY'), { cause: { code: 'ECONNRESET' } }),
      { body: 'CANARY is not JSON' },
    ]
    for (const answer of outcomes) {
      for (const signatureVersion of ['acs3', 'v1'] as const) {
        const { client } = setUp([answer], { securityToken: 'CANARYtokenCANARYtoken', signatureVersion })
        await client.request(REQUEST).catch(() => {})
      }
    }
    expect(told.length).toBeGreaterThan(20)
    for (const secret of [
      KEYS.accessKeySecret,
      'CANARYtokenCANARYtoken',
      REQUEST.body.Password,
      'CANARYanswer',
      'CANARYrequestIdIsNoSecret1',
    ])
      expect(findCanary(secret, told)).toEqual([])
  })
})
