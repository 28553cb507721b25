import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Client, fileFrom } from '../src/index.ts'
import { KEYS, PERMIT } from './fake-cloud.ts'
import { parseForm, textOf } from './strict-form.ts'

// The same flow through the transport that Node really uses: what arrives on the wire is what counts.

interface Arrived {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

const arrived: Arrived[] = []
let server: Server
let client: Client

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer)
    arrived.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(pieces) })
    const isForm = request.headers['content-type']?.startsWith('multipart/')
    const { port } = server.address() as AddressInfo
    if (isForm) response.writeHead(201).end('<PostResponse/>')
    else if (request.url?.includes('Product=ocr')) response.end(JSON.stringify({ ...PERMIT, Endpoint: `127.0.0.1:${port}` }))
    else response.end(JSON.stringify({ RequestId: 'r', Data: { Content: 'text' } }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  client = new Client({ ...KEYS, endpoint, openPlatformEndpoint: endpoint })
})

afterAll(async () => {
  await client.close()
  await new Promise((resolve) => server.close(resolve))
})

it('rpc 69: a stream arrives as one form of known length, byte by byte', async () => {
  const file = Buffer.from(Array.from({ length: 1_000_000 }, (_, index) => (index * 7919) % 256))
  const pieces = Array.from({ length: 10 }, (_, index) => file.subarray(index * 100_000, (index + 1) * 100_000))
  const { data } = await client.recognizeVerificationcode({ imageURL: Readable.from(pieces) })
  expect(data).toEqual({ content: 'text' })

  const [, post, call] = arrived
  expect(post?.path).toBe('/viapi-customer-pop/')
  expect(post?.headers['transfer-encoding']).toBeUndefined()
  expect(Number(post?.headers['content-length'])).toBe(post?.body.length)
  expect(post?.headers.authorization).toBeUndefined()
  const parts = parseForm(post?.headers['content-type'], post?.body ?? Buffer.alloc(0))
  expect(textOf(parts[3])).toBe('account/object-1')
  expect(Buffer.from(parts.at(-1)?.data ?? []).equals(file)).toBe(true)
  expect(new URLSearchParams(call?.body.toString()).get('ImageURL')).toMatch(
    /^http:\/\/127\.0\.0\.1:\d+\/viapi-customer-pop\/account\/object-1$/,
  )
})

it('a file of this machine arrives, too', async () => {
  arrived.length = 0
  await client.recognizeVerificationcode({ imageURL: fileFrom(new URL('../LICENSE', import.meta.url)) })
  const parts = parseForm(arrived[1]?.headers['content-type'], arrived[1]?.body ?? Buffer.alloc(0))
  expect(textOf(parts.at(-1))).toMatch(/^MIT License/)
})
