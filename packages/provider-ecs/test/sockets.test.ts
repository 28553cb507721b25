import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CredentialProvider, chain, fromEnv } from '@x/credentials-core'
import { lateness } from '@x/credentials-core/testing'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type FromEcsRamRoleOptions, fromEcsRamRole } from '../src/index.ts'
import { CREDENTIALS, ROLE } from './metadata-script.ts'

const servers: Server[] = []
const HEADER = 'x-aliyun-ecs-metadata-token'
const body = JSON.stringify({ ...CREDENTIALS, Expiration: '2130-01-01T00:00:00Z' })

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A metadata service; `listener` answers first, and says whether it did. */
async function serveMetadata(
  listener: (...args: Parameters<RequestListener>) => boolean,
): Promise<{ host: string; seen: IncomingMessage[] }> {
  const seen: IncomingMessage[] = []
  const host = await serve((request, response) => {
    seen.push(request)
    if (listener(request, response)) return
    if (request.url === '/latest/api/token') response.end('socketToken')
    else response.end(request.url?.endsWith('/') ? ROLE : body)
  })
  return { host, seen }
}

/** On a busy machine loopback can take seconds. */
const patient = { timeout: 30_000, probeTimeout: 30_000 }
const provide = (metadataEndpoint: string, options: FromEcsRamRoleOptions = {}): CredentialProvider =>
  fromEcsRamRole({ metadataEndpoint, env: {}, ...patient, ...options })
/** The error of work that must fail, and how late it came. */
async function failure(ms: number, work: () => Promise<unknown>): Promise<{ late: number; error: unknown }> {
  let error: unknown
  const late = await lateness(ms, async () => {
    error = await work().then(
      () => expect.fail('It did not fail.'),
      (reason: unknown) => reason,
    )
  })
  return { error, late }
}
const inShort = ({ method, url, headers }: IncomingMessage): string => `${method} ${url?.split('/').at(-1)} ${headers[HEADER] ?? '-'}`

afterEach(() => {
  vi.unstubAllEnvs()
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

describe('fromEcsRamRole over sockets', () => {
  it('E36 E61 asks in hardened mode, once for all callers', async () => {
    const { host, seen } = await serveMetadata(() => false)
    const provider = provide(host)
    const all = await Promise.all(Array.from({ length: 20 }, () => provider()))
    expect(new Set(all).size).toBe(1)
    expect(seen.map(inShort)).toEqual(['PUT token -', 'GET  socketToken', `GET ${ROLE} socketToken`])
    const { headers } = seen[0] ?? {}
    expect([headers?.['content-length'], headers?.['transfer-encoding'], headers?.[`${HEADER}-ttl-seconds`]]).toEqual([
      '0',
      undefined,
      '21600',
    ])
  })

  it('E38 E40 falls back to the normal mode', async () => {
    const none = await serveMetadata((request, response) => {
      if (request.method === 'PUT') response.writeHead(405).end()
      return request.method === 'PUT'
    })
    await provide(none.host)()
    expect(none.seen.map(inShort)).toEqual(['PUT token -', 'GET  -', `GET ${ROLE} -`])

    const refusing = await serveMetadata((request, response) => {
      if (request.headers[HEADER]) response.writeHead(401).end()
      return request.headers[HEADER] !== undefined
    })
    await provide(refusing.host, { roleName: ROLE })()
    expect(refusing.seen.map(inShort)).toEqual(['PUT token -', `GET ${ROLE} socketToken`, `GET ${ROLE} -`])
  })

  it('R37 R51 leaves a server that accepts and says nothing within 1.2 s, closes, and does not come back', async () => {
    let open = 0
    let requests = 0
    const host = await serve((request) => {
      requests++
      open++
      request.socket.on('close', () => open--)
    })
    const all = chain(fromEnv({ env: {} }), fromEcsRamRole({ metadataEndpoint: host, env: {} }))
    const first = await failure(1000, all)
    expect(first.error).toMatchObject({ code: 'ERR_CREDENTIALS_EXHAUSTED', attempts: [{ host, code: 'ERR_TIMEOUT' }] })
    expect(first.late).toBeLessThan(200)
    const second = await failure(20, all)
    expect(second.error).toMatchObject({ code: 'ERR_CREDENTIALS_EXHAUSTED' })
    expect(second.late).toBeLessThan(0)
    expect(requests).toBeLessThanOrEqual(1)
    await expect.poll(() => open, { timeout: 10_000 }).toBe(0)
  })

  it('R51 leaves an answer that drips', async () => {
    const host = await serve((request, response) => {
      const timer = setInterval(() => response.write('x'), 20)
      request.socket.on('close', () => clearInterval(timer))
    })
    const { error, late } = await failure(150, provide(host, { probeTimeout: 150 }))
    expect(error).toMatchObject({ code: 'ERR_TIMEOUT' })
    expect(late).toBeLessThan(100)
  })

  it('R44 follows no redirect: the second host receives nothing', async () => {
    let reached = 0
    const second = await serve((_, response) => {
      reached++
      response.end('token')
    })
    const first = await serveMetadata((request, response) => {
      if (request.method === 'GET') response.writeHead(307, { location: `http://${second}/` }).end()
      return request.method === 'GET'
    })
    await expect(provide(first.host)()).rejects.toMatchObject({ code: 'ERR_BAD_RESPONSE' })
    expect([first.seen.length, reached]).toEqual([2, 0])
  })

  it('E49 R48 uses no proxy', async () => {
    let proxied = 0
    const proxy = await serve((_, response) => {
      proxied++
      response.end()
    })
    for (const name of ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'ALL_PROXY']) vi.stubEnv(name, `http://${proxy}`)
    vi.stubEnv('NODE_USE_ENV_PROXY', '1')
    const { host, seen } = await serveMetadata(() => false)
    await provide(host)()
    expect([proxied, seen.length]).toEqual([0, 3])
  })
})
