import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRpcClient, RpcError } from '@x/tea-rpc'
import { describe, expect, it } from 'vitest'
import { verdictOf } from './verdict.ts'

/** The error of a call to a server that does this with its connection; `undefined` for one that is not there. */
async function errorOf(answer: ((response: import('node:http').ServerResponse) => void) | undefined): Promise<unknown> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => answer?.(response))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  if (!answer) await new Promise((resolve) => server.close(resolve))
  const client = createRpcClient({ accessKeyId: 'i', accessKeySecret: 's', endpoint: `http://127.0.0.1:${port}`, regionId: 'r' })
  try {
    return await client.call({ action: 'A', version: '2019-12-30' }, {}, { autoretry: false, readTimeout: 200 }).then(
      () => 'no error',
      (error: unknown) => error,
    )
  } finally {
    await client.close()
    server.closeAllConnections()
    server.close()
  }
}

const refusal = (status: number, Code: string) => (response: import('node:http').ServerResponse) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ Code, Message: 'm', RequestId: 'r' }))

describe('verdictOf', () => {
  it.each([
    ['a server that is not there', undefined, 'again'],
    ['a connection that breaks after the request', (response) => response.destroy(), 'doubt'],
    [
      'a connection that breaks within the answer',
      (response) => response.writeHead(200, { 'content-length': 99 }).write('{', () => response.destroy()),
      'doubt',
    ],
    ['no answer in time', () => {}, 'doubt'],
    ['an answer that cannot be read', (response) => response.end('{"RequestId"'), 'doubt'],
    ['a page of a gateway', (response) => response.writeHead(502).end('<html>'), 'again'],
    ['too many calls', refusal(400, 'Throttling.User'), 'again'],
    ['a fault inside the service', refusal(500, 'InternalError.Algo'), 'again'],
    ['a picture that shows something else', refusal(400, 'InvalidFile.Content'), 'failed'],
    ['keys that are wrong', refusal(404, 'InvalidAccessKeyId.NotFound'), 'failed'],
  ] satisfies [string, Parameters<typeof errorOf>[0], string][])('R90 %s: %s', async (_, answer, verdict) => {
    expect(verdictOf(await errorOf(answer))).toBe(verdict)
  })

  it('what is not known is in doubt', () => {
    expect(verdictOf(new Error('what'))).toBe('doubt')
    expect(verdictOf(new RpcError('m', { code: 'ERR_SERVICE', statusCode: 400, serviceCode: 'c', retryable: false } as never))).toBe(
      'failed',
    )
  })
})
