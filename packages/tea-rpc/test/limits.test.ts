import type { RequestListener } from 'node:http'
import { createServer } from 'node:net'
import { Readable } from 'node:stream'
import { lateness } from '@x/credentials-core/testing'
import { describe, expect, it } from 'vitest'
import { type Config, createRpcClient, type RpcRequest, type RuntimeOptions } from '../src/index.ts'
import { createTransport } from '../src/transport.ts'
import { closeAfterEach } from './close-after-each.ts'
import { listen, startServer } from './loopback-server.ts'
import { startFullListener } from './stalled-server.ts'

/** What ends a call before it is done: signals, time limits and `close`, in each of its phases, over real sockets. */

const KEYS = { accessKeyId: 'LTAIexampleexample01', accessKeySecret: 'secretsecretsecretsecret01' }
const REQUEST: RpcRequest = { action: 'DescribeThing', version: '2024-01-01' }
/** Asks for a stream that stalls; with POST, for one that ends. */
const STREAM: RpcRequest = { ...REQUEST, method: 'GET', responseType: 'stream' }
const YEAR = 365 * 24 * 3_600_000

const keep = closeAfterEach()
const serve = async (listener: RequestListener): Promise<string> => keep(await startServer(listener)).url
const clientOf = (endpoint: string, config: Config = {}) => keep(createRpcClient({ ...KEYS, endpoint, ...config }))
type Failure = Error & { code: string; retryable: boolean; attempts: unknown[]; field?: string; cause?: unknown }
const failureOf = (work: Promise<unknown>): Promise<Failure> =>
  work.then(
    () => Promise.reject(new Error('expected a rejection')),
    (error: Failure) => error,
  )
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const readerOf = (body: unknown) => (body as ReadableStream<Uint8Array>).getReader()
/** Sends four bytes, and nothing more. */
const stall: RequestListener = (_request, response) => response.writeHead(200).write('four')
const resources = (kind: string): number => process.getActiveResourcesInfo().filter((name) => name === kind).length

/** Counts the listeners of a signal. */
function countedSignal(): { controller: AbortController; listeners: () => number } {
  const controller = new AbortController()
  const { signal } = controller
  const listeners = new Set<unknown>()
  const { addEventListener, removeEventListener } = signal
  signal.addEventListener = (...call: Parameters<typeof addEventListener>) => {
    listeners.add(call[1])
    addEventListener.apply(signal, call)
  }
  signal.removeEventListener = (...call: Parameters<typeof removeEventListener>) => {
    listeners.delete(call[1])
    removeEventListener.apply(signal, call)
  }
  return { controller, listeners: () => listeners.size }
}

// A `fetch` need not obey its signal once the head is there.
const deaf: NonNullable<Config['fetch']> = async (_url, init) =>
  new Response(
    new ReadableStream({
      start: (stream) => {
        stream.enqueue(new TextEncoder().encode('four'))
        if (init?.method !== 'GET') stream.close()
      },
    }),
  )

describe.each<[string, Config]>([
  ['undici', {}],
  ['fetch', { fetch: globalThis.fetch }],
  ['a deaf fetch', { fetch: deaf }],
])('a streamed answer on %s', (_, engine) => {
  it('R70: rejects a read at once when the caller aborts, for the caller’s reason', async () => {
    const client = clientOf(await serve(stall), engine)
    const { controller, listeners } = countedSignal()
    const { body } = await client.request(STREAM, { signal: controller.signal })
    const reader = readerOf(body)
    expect((await reader.read()).value).toHaveLength(4)
    const reason = new Error('mine')
    setTimeout(() => controller.abort(reason), 20)
    expect(await failureOf(reader.read())).toBe(reason)
    expect(listeners()).toBe(0)
  })

  it('R51: ends at the deadline', async () => {
    const client = clientOf(await serve(stall), engine)
    const call = async (): Promise<void> => {
      const reader = readerOf((await client.request(STREAM, { deadline: 300 })).body)
      await reader.read()
      expect(await failureOf(reader.read())).toMatchObject({ code: 'ERR_TIMEOUT', message: expect.stringContaining('300 ms') })
    }
    await call()
    expect(await lateness(300, call)).toBeLessThan(100)
  })

  it('R51: ends when no part comes within readTimeout', async () => {
    const client = clientOf(await serve(stall), engine)
    const reader = readerOf((await client.request(STREAM, { readTimeout: 200 })).body)
    await reader.read()
    expect(await failureOf(reader.read())).toMatchObject({ code: 'ERR_TIMEOUT', message: expect.stringContaining('200 ms') })
  })

  it('R51: waits for a reader that is busy elsewhere before its first part', async () => {
    const client = clientOf(await serve(stall), engine)
    const { body } = await client.request(STREAM, { readTimeout: 300 })
    // The first part is there, and the second one is nobody's concern yet.
    await pause(600)
    const reader = readerOf(body)
    expect((await reader.read()).value).toHaveLength(4)
    await reader.cancel()
  })

  it('R68: leaves no timer and no listener, whether it is read, cancelled or left alone', async () => {
    const url = await serve((request, response) => (request.method === 'GET' ? stall(request, response) : response.end('all of it')))
    const client = clientOf(url, engine)
    const { controller, listeners } = countedSignal()
    const runtime = { signal: controller.signal, readTimeout: YEAR / 20, deadline: 400 }
    // The first stream of a process loads what it needs.
    await readerOf((await client.request(STREAM)).body).cancel()
    const timers = resources('Timeout')
    const read = readerOf((await client.request({ ...STREAM, method: 'POST' }, runtime)).body)
    while (!(await read.read()).done);
    const cancelled = (await client.request(STREAM, runtime)).body as ReadableStream
    await cancelled.cancel()
    await client.request(STREAM, runtime)
    expect(listeners()).toBe(1)
    await pause(600)
    expect(listeners()).toBe(0)
    expect(resources('Timeout')).toBeLessThanOrEqual(timers)
  })
})

describe.each([
  ['undici', {}],
  ['fetch', { fetch: globalThis.fetch }],
])('a stream of a transport on %s', (_, engine) => {
  it('R51: may take long when its parts come in time, and when its reader does', async () => {
    const url = await serve((_request, response) => {
      let sent = 0
      const timer = setInterval(() => (++sent < 8 ? response.write('part') : response.end('part')), 100)
      response.on('close', () => clearInterval(timer))
    })
    const transport = keep(createTransport({ ...engine, readTimeout: 500, env: {} }))
    const reader = readerOf((await transport(url)).body)
    let size = 0
    for (let part = await reader.read(); !part.done; part = await reader.read()) size += part.value.byteLength
    expect(size).toBe(32)
    const slow = readerOf((await transport(url)).body)
    await slow.read()
    await pause(1000)
    await slow.read()
    await slow.cancel()
  })

  it('R50: holds no more than a part or two while its reader is busy elsewhere, however much is sent', async () => {
    const total = 64 * 2 ** 20
    const url = await serve((_request, response) => {
      Readable.from(Array.from({ length: 64 }, () => Buffer.alloc(2 ** 20))).pipe(response)
    })
    const transport = keep(createTransport({ ...engine, maxResponseBytes: 2 ** 20, env: {} }))
    const reader = readerOf((await transport(url)).body)
    let size = 0
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      if (size === 0) await pause(300)
      size += part.value.byteLength
    }
    expect(size).toBe(total)
  })

  it('gives all of a text to those who have only looked at its stream, within readTimeout', async () => {
    const transport = keep(createTransport({ ...engine, readTimeout: 500, env: {} }))
    const whole = await transport(await serve((_request, response) => response.end('x'.repeat(2 ** 20))))
    expect(whole.body?.locked).toBe(false)
    expect(await whole.text()).toHaveLength(2 ** 20)
    const stalled = await transport(await serve(stall))
    expect(stalled.body?.locked).toBe(false)
    expect(await failureOf(stalled.text())).toMatchObject({ code: 'ERR_TIMEOUT' })
  })

  it('gives the same stream each time it is asked', async () => {
    const transport = keep(createTransport({ ...engine, env: {} }))
    const answer = await transport(await serve((_request, response) => response.end('x')))
    expect(answer.body).toBe(answer.body)
    await answer.body?.cancel()
  })
})

describe('a request stream that stalls', () => {
  const bodies: [string, () => unknown][] = [
    ['a ReadableStream', () => new ReadableStream({})],
    ['a generator', () => (async function* () { yield await new Promise<Uint8Array>(() => {}) })()], // biome-ignore format: one line
    ['a Readable', () => new Readable({ read() {} })],
  ]
  it.each(bodies)('R51, R70: %s ends with the signal and at the deadline', async (_, body) => {
    const client = clientOf(await serve((_request, response) => response.end('{}')))
    const call = (runtime: RuntimeOptions): Promise<Failure> =>
      failureOf(client.request({ ...REQUEST, bodyType: 'stream', body: body() }, runtime))
    expect(await call({ deadline: 100 })).toMatchObject({ code: 'ERR_TIMEOUT', attempts: [] })
    const reason = new Error('mine')
    const controller = new AbortController()
    setTimeout(() => controller.abort(reason), 30)
    expect(await call({ signal: controller.signal })).toBe(reason)
  })

  it('R70: is cancelled, and told why', async () => {
    const client = clientOf(await serve((_request, response) => response.end('{}')))
    let told: unknown
    const body = new ReadableStream({
      cancel: (reason) => {
        told = reason
      },
    })
    const error = await failureOf(client.request({ ...REQUEST, bodyType: 'stream', body }, { deadline: 50 }))
    expect(told).toBe(error)
    const readable = new Readable({ read() {} })
    await failureOf(client.request({ ...REQUEST, bodyType: 'stream', body: readable }, { deadline: 50 }))
    expect(readable.destroyed).toBe(true)
    const wrong = Readable.from([1])
    expect(await failureOf(client.request({ ...REQUEST, bodyType: 'stream', body: wrong }))).toMatchObject({ field: 'body' })
    await pause(10)
    expect(wrong.destroyed).toBe(true)
  })
})

describe('limits of any size', () => {
  const answer: RequestListener = (_request, response) => setTimeout(() => response.end('{"Ok":1}'), 50)
  it.each([2 ** 31, Number.MAX_SAFE_INTEGER])('R51: %d ms does not fire at once', async (large) => {
    const url = await serve(answer)
    for (const config of [{}, { fetch: globalThis.fetch }] as Config[]) {
      const client = clientOf(url, { ...config, readTimeout: large })
      expect((await client.request(REQUEST, { deadline: large, readTimeout: large })).body).toEqual({ Ok: 1 })
    }
    expect((await clientOf(url, { connectTimeout: large }).request(REQUEST)).body).toEqual({ Ok: 1 })
    const transport = keep(createTransport({ env: {} }))
    expect(await (await transport(url, { readTimeout: large } as object)).text()).toBe('{"Ok":1}')
  })

  it('57: 0 means the default, for a deadline, too', async () => {
    const client = clientOf(await serve(answer))
    expect((await client.request(REQUEST, { deadline: 0, readTimeout: 0 })).body).toEqual({ Ok: 1 })
    const transport = keep(createTransport({ env: {} }))
    expect(await (await transport(await serve(answer), { readTimeout: 0 } as object)).text()).toBe('{"Ok":1}')
  })
})

describe('connections', () => {
  it('R51: connectTimeout is exact', async () => {
    const full = keep(await startFullListener())
    const client = clientOf(full.url, { connectTimeout: 150 })
    const call = async (): Promise<void> => {
      expect(await failureOf(client.request(REQUEST, { autoretry: false }))).toMatchObject({ code: 'ERR_TIMEOUT', sent: false })
    }
    await call()
    expect(await lateness(150, call)).toBeLessThan(100)
  })

  it('R51: connectTimeout covers the TLS handshake', async () => {
    const silent = keep(await listen(createServer(), 'https'))
    const client = clientOf(silent.url, { connectTimeout: 150 })
    const call = async (): Promise<void> => {
      expect(await failureOf(client.request(REQUEST, { autoretry: false }))).toMatchObject({ code: 'ERR_TIMEOUT' })
    }
    await call()
    expect(await lateness(150, call)).toBeLessThan(100)
  })

  it('R8, R70: close leaves no connection that is being made', async () => {
    const full = keep(await startFullListener())
    const before = [resources('TCPSocketWrap'), resources('Timeout')]
    const client = createRpcClient({ ...KEYS, endpoint: full.url })
    await failureOf(client.request(REQUEST, { signal: AbortSignal.timeout(100) }))
    await client.close()
    await pause(50)
    expect([resources('TCPSocketWrap'), resources('Timeout')]).toEqual(before)
  })

  it('R8: close ends calls with any number of different connections', async () => {
    let asked = 0
    const url = await serve(() => {
      asked++
    })
    const client = createRpcClient({ ...KEYS, endpoint: url })
    const calls = Array.from({ length: 40 }, (_, index) =>
      failureOf(client.request(REQUEST, { connectTimeout: 20_000 + index, readTimeout: YEAR / 20, autoretry: false })),
    )
    while (asked < 40) await pause(10)
    await client.close()
    for (const { code } of await Promise.all(calls)) expect(code).toMatch(/ERR_NETWORK|ERR_CLOSED/)
  })

  it('R8: close holds for calls that pause between attempts on a connection of their own', async () => {
    let asked = 0
    const url = await serve((_request, response) => {
      asked++
      response.writeHead(503).end()
    })
    const client = createRpcClient({ ...KEYS, endpoint: url })
    const calls = Array.from({ length: 20 }, (_, index) =>
      failureOf(client.request(REQUEST, { connectTimeout: 20_000 + index, backoffPolicy: 'fixed', backoffPeriod: 300 })),
    )
    while (asked < 20) await pause(10)
    await client.close()
    await Promise.all(calls)
    expect(asked).toBe(20)
  })
})

describe('attempts', () => {
  it('R11: hold the attempt that the deadline cut', async () => {
    const url = await serve(() => {})
    const once = await failureOf(clientOf(url).request(REQUEST, { deadline: 150 }))
    expect(once.attempts).toEqual([{ host: new URL(url).host, action: 'DescribeThing', code: 'ERR_TIMEOUT', ms: expect.any(Number) }])
    let calls = 0
    const second = await serve((_request, response) => {
      if (calls++ === 0) response.writeHead(503).end()
    })
    const runtime = { deadline: 400, backoffPolicy: 'no' }
    const twice = await failureOf(clientOf(second).request(REQUEST, runtime))
    expect(twice).toMatchObject({ code: 'ERR_TIMEOUT', attempts: [{ status: 503 }, { code: 'ERR_TIMEOUT' }] })
  })

  it('R11, R25: a failed renewal of a rejected key keeps the attempts and the service’s error', async () => {
    const url = await serve((_request, response) => response.writeHead(400).end('{"Code":"InvalidSecurityToken.Expired"}'))
    const outage = new Error('outage')
    const credential = async ({ rejectedKeyId }: { rejectedKeyId?: string | undefined } = {}) => {
      if (rejectedKeyId) throw outage
      return { accessKeyId: 'STS.oldoldoldold', accessKeySecret: 'x'.repeat(24), securityToken: 'token' }
    }
    const client = keep(createRpcClient({ endpoint: url, credential }))
    const errors = await Promise.all([1, 2].map(() => failureOf(client.request(REQUEST))))
    for (const error of errors) {
      expect(error.attempts).toMatchObject([{ status: 400, code: 'InvalidSecurityToken.Expired' }])
      expect(error).toBeInstanceOf(Error)
    }
    expect(errors[0]).toMatchObject({ provider: 'custom', cause: { serviceCode: 'InvalidSecurityToken.Expired', cause: outage } })
    // What two calls share is not changed for one of them.
    expect(errors[0]).not.toBe(errors[1])
  })

  it('7, R11: none, and no event, for a request that cannot be signed', async () => {
    const types: string[] = []
    const client = clientOf('thing.example.com', { signatureVersion: 'v1', onEvent: ({ type }) => types.push(type) })
    const error = await failureOf(client.request({ ...REQUEST, query: { Text: '\ud83d' } }))
    expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION', attempts: [] })
    expect(types).toEqual(['resolve'])
  })
})
