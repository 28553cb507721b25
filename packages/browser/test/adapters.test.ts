import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fromAccessKey } from '@x/credentials-core'
import { type Emulator, startEmulator } from '@x/emulator'
import express from 'express'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { credentialsHandler, fromBackend } from '../src/index.ts'
import { toExpress } from './express-adapter.ts'

const ORIGIN = 'https://app.example.com'
let emulator: Emulator
let handler: (request: Request) => Promise<Response>

beforeAll(async () => {
  emulator = await startEmulator()
  const [account] = emulator.accounts
  const [role] = emulator.roles
  handler = credentialsHandler({
    provider: fromAccessKey({ accessKeyId: account?.accessKeyId, accessKeySecret: account?.accessKeySecret }),
    roleArn: role?.arn,
    policy: { Version: '1', Statement: [{ Effect: 'Allow', Action: 'ocr:*', Resource: '*' }] },
    origins: [ORIGIN],
    session: ({ headers }) => (headers.get('cookie') === 'session=ann' ? { name: 'ann' } : undefined),
    stsEndpoint: emulator.url,
    env: {},
  })
})
afterAll(() => emulator.close())

/** The four statements of the README. */
const routeHandlers = () => ({ POST: handler, OPTIONS: handler })
const worker = () => ({ fetch: handler })
const hono = () => new Hono().all('/credentials', ({ req }) => handler(req.raw))
const expressApp = () => express().all('/credentials', toExpress(handler))

async function listening(app: RequestListener): Promise<(request: Request) => Promise<Response>> {
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return async (request) => {
    const headers = Object.fromEntries(request.headers)
    const answer = await fetch(`http://127.0.0.1:${port}/credentials`, { method: request.method, headers })
    server.closeAllConnections()
    server.close()
    return answer
  }
}

type Send = (request: Request) => Response | Promise<Response>
const adapters: [string, () => Send | Promise<Send>][] = [
  ['Next.js', () => (request) => routeHandlers()[request.method as 'POST'](request)],
  ['Workers', () => worker().fetch],
  ['Hono', () => hono().fetch],
  ['Express', () => listening(expressApp())],
]

const ask = (headers: Record<string, string>, method = 'POST') =>
  new Request(`${ORIGIN}/credentials`, { method, headers: { origin: ORIGIN, ...headers } })

describe.each(adapters)('the handler in %s', (_, open) => {
  it('gives keys of the role that STS of the emulator knows', async () => {
    const answer = await (await open())(ask({ cookie: 'session=ann' }))
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
    const body = (await answer.json()) as Record<string, string>
    expect(body).toMatchObject({ Code: 'Success', AccessKeyId: expect.stringMatching(/^STS\./), ExpiresIn: expect.any(Number) })
    expect(Number(body.ExpiresIn)).toBeLessThanOrEqual(900)
  })

  it('refuses who is not logged in, and other origins', async () => {
    expect((await (await open())(ask({}))).status).toBe(401)
    expect((await (await open())(ask({ cookie: 'session=ann', origin: `${ORIGIN}.evil.example` }))).status).toBe(403)
  })

  it('answers a preflight', async () => {
    const answer = await (await open())(ask({ 'access-control-request-method': 'POST' }, 'OPTIONS'))
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([204, ORIGIN])
  })
})

it('hands keys to the provider that the emulator accepts from a page', async () => {
  const provider = fromBackend({
    url: `${ORIGIN}/credentials`,
    tabs: false,
    fetch: (url) => handler(new Request(url, { method: 'POST', headers: { origin: ORIGIN, cookie: 'session=ann' } })),
  })
  const { createRpcClient } = await import('@x/tea-rpc')
  const client = createRpcClient({ credential: provider, endpoint: emulator.url })
  const { body } = await client.request({ action: 'GetCallerIdentity', version: '2015-04-01' })
  expect((body as { Arn: string }).Arn).toMatch(/:assumed-role\/.+\/ann$/)
  await client.close()
})
