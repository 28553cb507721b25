import { once } from 'node:events'
import { createServer as createHttpServer, type Server as HttpServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createFakeClock } from '@x/credentials-core/testing'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type ChainError, createProvider, type DefaultChainOptions, explain, fromDefaultChain } from '../src/index.ts'
import { nowhere } from './chain-places.ts'

const servers: Server[] = []
const sockets = new Set<Socket>()

async function listen<S extends Server>(server: S): Promise<string> {
  servers.push(server.listen(0, '127.0.0.1'))
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
  })
  await once(server, 'listening')
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Accepts connections and never says anything, as a network that swallows what is sent to the metadata address. */
async function blackHole(): Promise<{ host: string; seen: () => number }> {
  let seen = 0
  const server = createServer((socket) => {
    socket.once('data', () => seen++)
  })
  return { host: await listen(server), seen: () => seen }
}

/** A proxy that passes nothing on, and records what it was asked for. */
async function proxy(): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = []
  const answer: RequestListener = ({ method, url }, response) => {
    asked.push(`${method} ${url}`)
    response.writeHead(502).end()
  }
  const server: HttpServer = createHttpServer(answer)
  server.on('connect', ({ url }, socket) => {
    asked.push(`CONNECT ${url}`)
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
  })
  return { url: `http://${await listen(server)}`, asked }
}

const failure = async (work: Promise<unknown>): Promise<ChainError> =>
  work.then(
    () => Promise.reject(new Error('succeeded')),
    (error) => error,
  )

afterEach(() => {
  vi.unstubAllEnvs()
  for (const socket of sockets) socket.destroy()
  for (const server of servers.splice(0)) server.close()
})

describe('the default chain over sockets', () => {
  const offCloud = (metadataEndpoint: string): DefaultChainOptions => ({ ...nowhere, ecs: 'auto', metadataEndpoint })

  it('R37 rejects within 1.2 s where the metadata address is a black hole, and then asks nobody', async () => {
    const { host, seen } = await blackHole()
    const clock = createFakeClock()
    const { now, ...refresh } = clock
    const provider = fromDefaultChain({ ...offCloud(host), now, refresh })
    let settledAt: number | undefined
    const first = failure(provider()).then((error) => {
      settledAt = clock.monotonic()
      return error
    })
    // Time stands still until the request has arrived, however slow this machine is.
    while (seen() === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    while (settledAt === undefined) await clock.advance(50)
    const error = await first
    expect(settledAt).toBeLessThanOrEqual(1200)
    expect(error.code).toBe('ERR_CREDENTIALS_EXHAUSTED')
    expect(error.links.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      'env skipped',
      'oidc_role_arn skipped',
      'cli_profile skipped',
      'profile skipped',
      'ecs_ram_role tried',
      'credential_uri skipped',
    ])
    const lines = error.message.split('\n')
    expect(lines.length).toBeLessThanOrEqual(25)
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(200)

    // Neither a request nor time.
    await clock.advance(59_000)
    const again = await failure(provider())
    expect([again.code, seen(), again.links.map(({ ms }) => ms)]).toEqual(['ERR_CREDENTIALS_EXHAUSTED', 1, [0, 0, 0, 0, 0, 0]])
    await clock.advance(540_000)
    await failure(provider())
    expect(seen()).toBe(1)
    // It is not remembered for longer than ten minutes.
    await clock.advance(2000)
    const third = failure(provider())
    while (seen() < 2) await new Promise((resolve) => setTimeout(resolve, 5))
    await clock.advance(1200)
    await third
  })

  it('R37 keeps to that by the clock on the wall, too', async () => {
    const { host, seen } = await blackHole()
    const provider = fromDefaultChain(offCloud(host))
    const timer = new Promise<number>((resolve) => setTimeout(() => resolve(performance.now()), 1200))
    const at = failure(provider()).then(() => performance.now())
    // A machine that is late is late for both.
    expect((await at) - (await timer)).toBeLessThan(2000)
    await failure(provider())
    // On a busy machine the time is over before the request is out.
    expect(seen()).toBeLessThanOrEqual(1)
  })

  it.each<[string, DefaultChainOptions]>([
    ['its variable', { env: { ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true' } }],
    ['ecs: off', { ecs: 'off' }],
    ['ecs: env-only', { ecs: 'env-only' }],
  ])('R37 E46 connects to nobody when the metadata service is switched off by %s', async (_, options) => {
    const { host, seen } = await blackHole()
    const before = sockets.size
    await failure(fromDefaultChain({ ...offCloud(host), ...options })())
    const report = await explain({ ...offCloud(host), ...options })
    expect([report.code, seen(), sockets.size - before]).toEqual(['ERR_CREDENTIALS_EXHAUSTED', 0, 0])
  })

  it('R48 E49 asks metadata and loopback directly, and everything else by the proxy', async () => {
    const keys = { AccessKeyId: 'STS.example', AccessKeySecret: 'secret', SecurityToken: 'token', Expiration: '2130-01-01T00:00:00Z' }
    const server = createHttpServer(({ method, url }, response) => {
      if (method === 'PUT') response.end('metadataToken')
      else response.end(url?.endsWith('/') ? 'role' : JSON.stringify({ Code: 'Success', ...keys }))
    })
    const host = await listen(server)
    const { url, asked } = await proxy()
    for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy']) vi.stubEnv(name, url)
    vi.stubEnv('NO_PROXY', '')
    vi.stubEnv('no_proxy', '')
    const proxies = { HTTP_PROXY: url, HTTPS_PROXY: url }

    expect(await fromDefaultChain({ ...offCloud(host), env: proxies })()).toMatchObject({ providerName: 'default/ecs_ram_role' })
    const local = { ALIBABA_CLOUD_CREDENTIALS_URI: `http://${host}/x` }
    expect(await fromDefaultChain({ ...nowhere, env: { ...proxies, ...local } })()).toMatchObject({
      providerName: 'default/credential_uri',
    })
    expect(await createProvider({ type: 'credentials_uri', env: { ...proxies, ...local } })()).toMatchObject({
      accessKeyId: 'STS.example',
    })
    expect(asked).toEqual([])

    const remote = { ALIBABA_CLOUD_CREDENTIALS_URI: 'https://credentials.test/x' }
    await failure(fromDefaultChain({ ...nowhere, env: { ...proxies, ...remote } })())
    expect(asked.splice(0)).toEqual(['CONNECT credentials.test:443'])
    await failure(createProvider({ type: 'credentials_uri', env: { ...proxies, ...remote } })())
    expect(asked.splice(0)).toEqual(['CONNECT credentials.test:443'])
    const role = { type: 'ram_role_arn', accessKeyId: 'LTAIexample', accessKeySecret: 'secret' } as const
    const roleArn = 'acs:ram::1234567890123456:role/reader'
    await failure(createProvider({ ...role, roleArn, stsEndpoint: 'sts.test', env: proxies })())
    expect(new Set(asked)).toEqual(new Set(['CONNECT sts.test:443']))
  })
})
