import { expect, it } from 'vitest'
import { createRpcClient } from '../src/index.ts'
import { createTransport } from '../src/transport.ts'

it('picks the entries for the web in a browser', () => {
  // Only the transport on fetch refuses what Node's engine can do.
  expect(() => createTransport({ httpsProxy: 'http://127.0.0.1:1' })).toThrow(expect.objectContaining({ code: 'ERR_RUNTIME_UNSUPPORTED' }))
})

it('signs with version 1 by default, and sends no header that would cost a preflight', async () => {
  let sent: { headers?: Record<string, string>; body?: unknown } | undefined
  const client = createRpcClient({
    accessKeyId: 'LTAIexampleexample01',
    accessKeySecret: 'secretsecretsecretsecret01',
    endpoint: 'thing.example.com',
    fetch: async (_url, init) => {
      sent = init as typeof sent
      return new Response('{}')
    },
  })
  await client.request({ action: 'DescribeThing', version: '2024-01-01' })
  expect(Object.keys(sent?.headers ?? {})).toEqual(['content-type'])
  expect(String(sent?.body)).toContain('SignatureMethod=HMAC-SHA1')
})
