import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createOcrClient, type FileInput, type OcrClient, recognizeVerificationcode, uploadFile } from '../src/index.ts'
import { KEYS, PERMIT } from './fake-cloud.ts'

// The time limit of an upload over the transport that Node really uses. Those who wait for it wait a second, whatever the size of the file.

let store: (request: IncomingMessage, response: ServerResponse) => unknown
let server: Server
let client: OcrClient

beforeEach(async () => {
  server = createServer((request, response) => {
    const { port } = server.address() as AddressInfo
    if (request.headers['content-type']?.startsWith('multipart/')) store(request, response)
    else response.end(JSON.stringify({ ...PERMIT, Endpoint: `127.0.0.1:${port}` }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  client = createOcrClient({ ...KEYS, endpoint, openPlatformEndpoint: endpoint })
})

afterEach(async () => {
  await client.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const SIZE = 10_000_000
const settings = { readTimeout: 1000, autoretry: false }

/** Gives some bytes, and then nothing for ever. */
const stalls = (): ReadableStream<Uint8Array> => new ReadableStream({ start: (stream) => stream.enqueue(new Uint8Array(400_000)) })

describe('R51 the time limit of an upload counts from the last bytes that moved', () => {
  it.each([
    ['takes all and says nothing', (request: IncomingMessage) => request.resume()],
    ['takes nothing', () => {}],
  ])(
    'a server that %s is given up after it',
    async (_, answer) => {
      store = answer
      await expect(uploadFile(client, new Uint8Array(SIZE), settings)).rejects.toMatchObject({ code: 'ERR_TIMEOUT', retryable: true })
    },
    60_000,
  )

  it.each<[string, FileInput, string]>([
    ['of known size that stalls while it is sent', { stream: stalls, size: SIZE }, 'stood still for 1000 ms'],
    ['that is kept in memory', stalls(), 'The file in file stood still for 1000 ms'],
  ])(
    'a stream %s is given up after it',
    async (_, file, message) => {
      store = (request) => request.resume()
      await expect(uploadFile(client, file, settings)).rejects.toMatchObject({
        code: 'ERR_TIMEOUT',
        message: expect.stringContaining(message),
      })
    },
    60_000,
  )

  it('names the field of a stream that stalls', async () => {
    await expect(recognizeVerificationcode(client, { imageURL: stalls() }, settings)).rejects.toMatchObject({
      code: 'ERR_TIMEOUT',
      field: 'imageURL',
    })
  })

  it('a stream that is slow but goes on may take longer than it', async () => {
    store = (request, response) => request.resume().on('end', () => response.writeHead(201).end())
    const piece = new Uint8Array(300_000)
    async function* slowly(): AsyncGenerator<Uint8Array> {
      for (let count = 0; count < 8; count++) {
        await new Promise((resolve) => setTimeout(resolve, 400))
        yield piece
      }
    }
    const address = await uploadFile(client, { stream: slowly, size: 8 * piece.length }, { ...settings, readTimeout: 2000 })
    expect(address).toContain('account/object-1')
  }, 60_000)
})

it('through a fetch of the caller a large file is sent in pieces, too, with its length', async () => {
  let arrived: unknown
  store = async (request, response) => {
    let size = 0
    for await (const piece of request) size += piece.length
    arrived = { size: String(size), length: request.headers['content-length'], coding: request.headers['transfer-encoding'] }
    response.writeHead(201).end()
  }
  const { endpoint = '' } = client.rpc.settings
  const other = createOcrClient({
    ...KEYS,
    endpoint,
    openPlatformEndpoint: endpoint,
    fetch: (url, init) => fetch(url, init as RequestInit),
  })
  await uploadFile(other, new Uint8Array(SIZE))
  expect(arrived).toEqual({ size: expect.stringMatching(/^10000\d{3}$/), length: (arrived as { size: string }).size, coding: undefined })
})

it('R71 a stream that cannot be opened again leaves no timer behind', async () => {
  store = (request, response) => request.resume().on('end', () => response.writeHead(503).end())
  const reason = new Error('only once')
  let opened = 0
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let count = 0; count < 5; count++) yield new Uint8Array(100_000)
  }
  const stream = () => {
    // Once to look at its beginning, once for the first attempt.
    if (++opened > 2) throw reason
    return pieces()
  }
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
  const before = timers()
  await expect(uploadFile(client, { stream, size: 500_000 }, { readTimeout: 100_000 })).rejects.toBe(reason)
  expect(opened).toBe(3)
  await expect.poll(timers, { timeout: 20_000 }).toBeLessThanOrEqual(before + 1)
}, 60_000)
