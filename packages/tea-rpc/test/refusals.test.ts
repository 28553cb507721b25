import { createServer } from 'node:net'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { findCanary } from '@x/credentials-core/testing'
import { describe, expect, it } from 'vitest'
import { type Config, createRpcClient, type RpcRequest, type RuntimeOptions } from '../src/index.ts'
import { createTransport, type TransportOptions } from '../src/transport.ts'
import { closeAfterEach } from './close-after-each.ts'
import { listen, startServer } from './loopback-server.ts'

/** Callers' mistakes are named at once; what a server says that no one can read is its own. */

const KEYS = { accessKeyId: 'LTAIexampleexample01', accessKeySecret: 'secretsecretsecretsecret01' }
const REQUEST: RpcRequest = { action: 'DescribeThing', version: '2024-01-01' }

const keep = closeAfterEach()
const failureOf = async (work: () => unknown): Promise<Error & { code: string; attempts: unknown[] }> => {
  try {
    await work()
  } catch (error) {
    return error as never
  }
  throw new Error('expected a rejection')
}

describe('mistakes of a caller', () => {
  const named = async () => ({ accessKeyId: KEYS.accessKeyId, accessKeySecret: KEYS.accessKeySecret, providerName: 'schlüssel…' })
  const cases: [string, Config, Partial<RpcRequest>, RuntimeOptions][] = [
    ['an action that is no header', {}, { action: 'Beschreibe…' }, {}],
    ['a userAgent that is no header', { userAgent: 'mein…agent' }, {}, {}],
    ['a provider name that is no header', { ...noKeys(), credential: named as never }, {}, {}],
    ['a nonce of two lines', { nonce: () => 'a\nb' }, {}, {}],
    ['a method without a name', {}, { method: '' }, {}],
    ['transfer-encoding', {}, { headers: { 'transfer-encoding': 'chunked' } }, {}],
    ['expect', {}, { headers: { expect: '100-continue' } }, {}],
    ['upgrade', {}, { headers: { upgrade: 'h2c' } }, {}],
    ['an empty localAddr', {}, {}, { localAddr: '' }],
    ['a localAddr that is no address', {}, {}, { localAddr: 'here' }],
  ]
  it.each(cases)('R11: %s is refused by name, and not tried again', async (name, config, changes, runtime) => {
    const server = keep(await startServer((_request, response) => response.end('{}')))
    const ofFetch = /localAddr|expect|upgrade|transfer/.test(name) ? [] : [{ fetch: globalThis.fetch }]
    for (const engine of [{}, ...ofFetch] as Config[]) {
      const sent: string[] = []
      const settings = {
        ...KEYS,
        endpoint: server.url,
        ...config,
        ...engine,
        onEvent: ({ type }: { type: string }) => void sent.push(type),
      }
      const error = await failureOf(() => keep(createRpcClient(settings)).request({ ...REQUEST, ...changes }, runtime))
      expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION', retryable: false, attempts: [], field: expect.any(String) })
      expect(sent).not.toContain('retry')
    }
    expect(server.connections).toBe(0)
  })

  it.each<[string, object]>([
    ['readTimeout', { readTimeout: Number.NaN }],
    ['readTimeout', { readTimeout: '5' }],
    ['maxResponseBytes', { maxResponseBytes: -1 }],
    ['key', { key: 5 }],
    ['key', { key: null }],
    ['cert', { cert: {} }],
    ['localAddr', { localAddr: 'here' }],
    ['accessKeyId', { accessKeyId: 'x' }],
    ['read_timeout', { read_timeout: 5 }],
    ['fetch', { fetch: 1 }],
  ])('createTransport refuses %s in %j when it is made', (field, options) => {
    expect(() => createTransport(options as TransportOptions)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field }))
  })

  it.each([{}, { fetch: globalThis.fetch }])('R5: an address that cannot be read is refused without quoting it (%#)', async (engine) => {
    const transport = keep(createTransport({ ...engine, env: {} }))
    for (const address of ['https://host:port/?token=CANARY-CANARY', '/path?CANARY-CANARY']) {
      const error = await failureOf(() => transport(address))
      expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'url' })
      expect(findCanary('CANARY-CANARY', error)).toEqual([])
    }
  })

  it('client.transport takes the limits of its options, and refuses what is wrong in them', async () => {
    const server = keep(await startServer(() => {}))
    for (const engine of [{}, { fetch: globalThis.fetch }]) {
      const client = keep(createRpcClient({ ...KEYS, ...engine }))
      const error = await failureOf(() => client.transport({ readTimeout: 60 })(server.url))
      expect(error).toMatchObject({ code: 'ERR_TIMEOUT', message: expect.stringContaining('60 ms') })
      const own = await failureOf(() => client.transport({ readTimeout: 60_000 })(server.url, { readTimeout: 70 } as object))
      expect(own.message).toContain('70 ms')
      for (const key of [5, null])
        expect(await failureOf(() => client.transport({ key } as never)(server.url))).toMatchObject({
          code: 'ERR_INVALID_OPTION',
          field: 'key',
        })
    }
  })
})

describe('compressed answers', () => {
  const text = '{"Ok":1}'
  it.each<[string, string, Uint8Array]>([
    ['46', 'gzip', new Uint8Array()],
    ['46', 'br', new Uint8Array()],
    ['60', 'gzip', gzipSync(text)],
    ['60', 'GZIP', gzipSync(text)],
    ['60', 'deflate', deflateSync(text)],
    ['60', 'Deflate', deflateRawSync(text)],
    ['60', 'br', brotliCompressSync(text)],
    ['60', 'Identity', Buffer.from(text)],
  ])('%s: reads %s', async (_, encoding, bytes) => {
    const { url } = keep(await startServer((_request, response) => response.writeHead(200, { 'content-encoding': encoding }).end(bytes)))
    const client = keep(createRpcClient({ ...KEYS, endpoint: url }))
    expect((await client.request(REQUEST)).body).toEqual(bytes.length ? { Ok: 1 } : {})
    const { body } = await client.request({ ...REQUEST, responseType: 'stream' })
    expect(await new Response(body as ReadableStream).text()).toBe(bytes.length ? text : '')
  })

  it('46: HEAD has no body, whatever it announces', async () => {
    const { url } = keep(await startServer((_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end()))
    const client = keep(createRpcClient({ ...KEYS, endpoint: url }))
    expect((await client.request({ ...REQUEST, method: 'HEAD' })).body).toEqual({})
  })

  it('60: any limit of size holds', async () => {
    const { url } = keep(
      await startServer((_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(text))),
    )
    const transport = keep(createTransport({ env: {}, maxResponseBytes: Number.MAX_SAFE_INTEGER }))
    expect(await (await transport(url)).text()).toBe(text)
  })
})

describe('answers that are not HTTP', () => {
  const HEAD = 'HTTP/1.1 200 OK\r\n'
  it.each([
    ['no HTTP at all', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['a header without a colon', `${HEAD}nonsense\r\n\r\n`],
    ['more headers than anyone reads', `${HEAD}x: ${'y'.repeat(200_000)}\r\n\r\n`],
    ['two lengths', `${HEAD}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`],
  ])('R11: %s is a bad response', async (_, answer) => {
    const server = createServer((socket) => socket.on('error', () => {}).once('data', () => socket.write(answer)))
    const { url } = keep(await listen(server, 'http'))
    const client = keep(createRpcClient({ ...KEYS, endpoint: url }))
    const error = await failureOf(() => client.request(REQUEST, { autoretry: false }))
    expect(error).toMatchObject({ code: 'ERR_BAD_RESPONSE', retryable: true, sent: true })
  })
})

function noKeys(): Config {
  return { accessKeyId: undefined, accessKeySecret: undefined }
}
