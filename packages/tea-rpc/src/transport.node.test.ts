import { readFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { createServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { lateness } from '@x/credentials-core/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { listen, startProxy, startServer } from '../test/loopback-server.ts'
import { chooseProxy } from './choose-proxy.node.ts'
import { createTransport } from './transport.ts'
import type { TransportOptions } from './transport-options.ts'

const readFixture = (name: string): string => readFileSync(new URL(`../test/__fixtures__/tls/${name}`, import.meta.url), 'utf8')
const tls = { key: readFixture('key.pem'), cert: readFixture('cert.pem') }

const opened: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})
const keep = <T extends { close(): Promise<unknown> }>(one: T): T => {
  opened.push(one)
  return one
}
const serve = async (listener: RequestListener) => keep(await startServer(listener))
const transportWith = (options: TransportOptions = {}) => keep(createTransport({ env: {}, ...options }))

// The platform's fetch goes through the same limits as the engine of Node.
describe.each([
  ['undici', {}],
  ['fetch', { fetch: globalThis.fetch }],
] as [string, TransportOptions][])('createTransport on %s', (_, engine) => {
  it('sends method, headers and body, and reads status, headers and text', async () => {
    const { url } = await serve(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      response.writeHead(207, { 'x-seen': `${request.method} ${request.url} ${request.headers['x-own']} ${request.headers.host}` })
      response.end(`got ${body}`)
    })
    const answer = await transportWith(engine)(`${url}/path?a=1`, { method: 'POST', headers: { 'x-own': 'me' }, body: 'héllo' })
    expect(answer.status).toBe(207)
    expect(answer.headers.get('X-Seen')).toBe(`POST /path?a=1 me ${new URL(url).host}`)
    expect(answer.headers.get('absent')).toBeNull()
    expect(await answer.text()).toBe('got héllo')
  })

  it('gives the body as bytes and as a stream', async () => {
    const bytes = Buffer.alloc(300_000, 'ab')
    const { url } = await serve((_request, response) => response.end(bytes))
    const transport = transportWith(engine)
    expect(Buffer.from(await (await transport(url)).arrayBuffer()).equals(bytes)).toBe(true)
    const chunks: Uint8Array[] = []
    for await (const chunk of (await transport(url)).body as ReadableStream<Uint8Array> & AsyncIterable<Uint8Array>) chunks.push(chunk)
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true)
  })

  it('sends each request to its own address, whether the one before went there or elsewhere', async () => {
    const echo: RequestListener = (request, response) => response.end(`${request.headers.host}${request.url}`)
    const [first, second] = [await serve(echo), await serve(echo)]
    const transport = transportWith(engine)
    const addresses = [first.url, second.url, `${second.url}/a?b=1`, `${second.url}/a?b=1`, `${second.url}/a?b=2`, first.url]
    const wanted = addresses.map((address) => new URL(address)).map(({ host, pathname, search }) => host + pathname + search)
    const read = async (address: string): Promise<string> => (await transport(address)).text()
    const inTurn: string[] = []
    for (const address of addresses) inTurn.push(await read(address))
    expect(inTurn).toEqual(wanted)
    expect(await Promise.all(addresses.map(read))).toEqual(wanted)
  })

  it.each([301, 302, 303, 307, 308])('R44: does not follow a %i redirect; the second host receives nothing', async (status) => {
    let reached = 0
    const second = await serve((_request, response) => {
      reached++
      response.end()
    })
    const { url } = await serve((_request, response) => response.writeHead(status, { location: second.url }).end())
    await expect(transportWith(engine)(url)).rejects.toMatchObject({ code: 'ERR_BAD_RESPONSE', host: new URL(url).host })
    expect(reached).toBe(0)
  })

  it('R50: gives up a body that is larger than the limit, announced or not', async () => {
    const announced = await serve((_request, response) => response.writeHead(200, { 'content-length': '2000' }).end(Buffer.alloc(2000)))
    const endless = await serve((_request, response) => {
      const timer = setInterval(() => response.write(Buffer.alloc(500)), 1)
      response.on('close', () => clearInterval(timer))
    })
    const transport = transportWith({ ...engine, maxResponseBytes: 1000 })
    for (const { url } of [announced, endless]) {
      const read = async (): Promise<string> => (await transport(url)).text()
      await expect(read()).rejects.toMatchObject({ code: 'ERR_TOO_LARGE' })
    }
  })

  it('60, R50: decodes a gzip answer, and counts its size after decompression', async () => {
    const { url } = await serve((request, response) => {
      const text = request.url === '/bomb' ? 'x'.repeat(1_000_000) : 'decoded'
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(text))
    })
    const transport = transportWith({ ...engine, maxResponseBytes: 10_000 })
    expect(await (await transport(url)).text()).toBe('decoded')
    await expect(transport(`${url}/bomb`).then((answer) => answer.text())).rejects.toMatchObject({ code: 'ERR_TOO_LARGE' })
  })

  it('R51: ends at readTimeout when nothing is said, and when the body stalls or drips', async () => {
    const silent = await serve(() => {})
    const stalled = await serve((_request, response) => response.writeHead(200).write('begin'))
    const dripping = await serve((_request, response) => {
      const timer = setInterval(() => response.write('.'), 20)
      response.on('close', () => clearInterval(timer))
    })
    const transport = transportWith({ ...engine, readTimeout: 120 })
    const call = (url: string): Promise<void> =>
      expect(transport(url).then((answer) => answer.text())).rejects.toMatchObject({ code: 'ERR_TIMEOUT', retryable: true })
    // The first request of a process loads the engine.
    await call(silent.url)
    for (const { url } of [silent, stalled, dripping]) expect(await lateness(120, () => call(url))).toBeLessThan(100)
  })

  it('58: an answer may take longer than connectTimeout', async () => {
    const { url } = await serve((_request, response) => setTimeout(() => response.end('late'), 150))
    const transport = transportWith({ ...engine, ...('fetch' in engine ? {} : { connectTimeout: 50 }), readTimeout: 3000 })
    expect(await (await transport(url)).text()).toBe('late')
  })

  it('59: a second call that hangs on a reused connection times out', async () => {
    let calls = 0
    const { url } = await serve((_request, response) => {
      if (calls++ === 0) response.end('one')
    })
    const transport = transportWith({ ...engine, readTimeout: 1000 })
    expect(await (await transport(url)).text()).toBe('one')
    await expect(transport(url)).rejects.toMatchObject({ code: 'ERR_TIMEOUT' })
  })

  it('56: names the host and the system’s code when a connection is refused or reset, and no path, query or header', async () => {
    const gone = await startServer(() => {})
    await gone.close()
    const reset = await serve((request) => request.socket.destroy())
    const cut = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('part')
      setTimeout(() => response.destroy(), 10)
    })
    for (const { url } of [gone, reset, cut]) {
      const error = await transportWith(engine)(`${url}/secret?Signature=CANARY`, { headers: { authorization: 'CANARY' } })
        .then((answer) => answer.text())
        .catch((caught: unknown) => caught as Error)
      expect(error).toMatchObject({ code: 'ERR_NETWORK', retryable: true, host: new URL(url).host })
      expect(JSON.stringify(error) + (error as Error).message + (error as Error).stack).not.toMatch(/CANARY|secret/)
    }
  })

  it('R70: an abort rejects with the caller’s own reason, in each phase', async () => {
    const { url } = await serve((request, response) => {
      if (request.url === '/body') response.writeHead(200).write('begin')
    })
    const transport = transportWith(engine)
    const reason = new Error('my reason')
    await expect(transport(url, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    for (const path of ['/head', '/body']) {
      const controller = new AbortController()
      const work = transport(url + path, { signal: controller.signal }).then((answer) => answer.text())
      setTimeout(() => controller.abort(reason), 30)
      await expect(work).rejects.toBe(reason)
    }
  })

  it('refuses calls after close', async () => {
    const { url } = await serve((_request, response) => response.end())
    const transport = createTransport({ ...engine, env: {} })
    await transport.close()
    await expect(transport(url)).rejects.toMatchObject({ code: 'ERR_CLOSED' })
  })
})

describe('createTransport: the fetch option', () => {
  it.each([undefined, null, 'text', {}, { status: 200 }, { status: 200, headers: {} }, { headers: new Headers() }])(
    'refuses %j for an answer, once',
    async (answer) => {
      let asked = 0
      const fetch = async () => {
        asked++
        return answer as never
      }
      const transport = createTransport({ fetch })
      await expect(transport('https://thing.example.com/')).rejects.toMatchObject({ code: 'ERR_BAD_RESPONSE', host: 'thing.example.com' })
      expect(asked).toBe(1)
    },
  )
})

describe('createTransport: the engine of Node', () => {
  it('undici’s agent is where this package looks for it', async () => {
    const [{ default: Agent }, undici] = await Promise.all([import('undici/lib/dispatcher/agent.js'), import('undici')])
    expect(Agent).toBe(undici.Agent)
    const { default: buildConnector } = await import('undici/lib/core/connect.js')
    expect(buildConnector).toBe(undici.buildConnector)
  })

  it('keeps connections for later requests', async () => {
    const server = await serve((_request, response) => response.end('ok'))
    const transport = transportWith()
    for (let call = 0; call < 10; call++) await (await transport(server.url)).text()
    // undici reports the end of an answer a moment before its connection is free again, so calls in a row may use two.
    expect(server.connections).toBeLessThanOrEqual(2)
  })

  it('keeps none when keepAlive is false', async () => {
    const server = await serve((_request, response) => response.end('ok'))
    const transport = transportWith({ keepAlive: false })
    for (let call = 0; call < 3; call++) await (await transport(server.url)).text()
    expect(server.connections).toBe(3)
  })

  it('R79: refuses a certificate that nobody vouches for, and takes it with ca or ignoreSSL', async () => {
    const { url } = keep(await startServer((_request, response) => response.end('ok'), tls))
    await expect(transportWith()(url)).rejects.toMatchObject({ code: 'ERR_TLS', retryable: false })
    expect(await (await transportWith({ ca: tls.cert })(url)).text()).toBe('ok')
    expect(await (await transportWith({ ignoreSSL: true })(url)).text()).toBe('ok')
  })

  it('65, R83: sends https through CONNECT and http as a plain proxy request, with the login of the proxy address', async () => {
    const proxy = keep(await startProxy())
    const target = keep(await startServer((_request, response) => response.end('through'), tls))
    const address = proxy.url.replace('://', '://user:p%40ss@')
    const { port } = new URL(target.url)
    const transport = transportWith({ httpsProxy: address, httpProxy: address, ca: tls.cert })
    // Names that are not loopback by their text, so that the proxy is used; it connects to this machine.
    const request = transport(`https://service.example:${port}/x`)
    await expect(request).rejects.toMatchObject({ code: 'ERR_TLS' })
    expect(await (await transport('http://service.example/y?z=1')).text()).toBe('{"via":"proxy"}')
    expect(proxy.asked).toEqual([`CONNECT service.example:${port}`, 'GET http://service.example/y?z=1'])
    expect(proxy.logins).toEqual(Array(2).fill(`Basic ${Buffer.from('user:p@ss').toString('base64')}`))
  })

  it('R83: a dead proxy is named as such, without its login', async () => {
    const proxy = await startProxy()
    await proxy.close()
    const transport = transportWith({ httpsProxy: proxy.url.replace('://', '://CANARYuser:CANARYpass@') })
    const error = await transport('https://service.example/').catch((caught: Error) => caught)
    expect(error).toMatchObject({ code: 'ERR_PROXY', message: expect.stringContaining('proxy') })
    expect(JSON.stringify(error) + String(error)).not.toContain('CANARY')
  })

  it('R51: a proxy that never answers CONNECT is left at the caller’s deadline', async () => {
    const silent = keep(await listen(createServer(), 'http'))
    const transport = transportWith({ httpsProxy: silent.url })
    const call = (): Promise<void> => {
      const controller = new AbortController()
      setTimeout(() => controller.abort(new Error('deadline')), 100)
      return expect(transport('https://service.example/', { signal: controller.signal })).rejects.toThrow('deadline')
    }
    await call()
    expect(await lateness(100, call)).toBeLessThan(100)
  })
})

describe('chooseProxy', () => {
  const choose = (url: string, options: TransportOptions) => chooseProxy(new URL(url), { env: {}, ...options })
  const env = { HTTPS_PROXY: 'http://upper', https_proxy: '', HTTP_PROXY: 'http://plain' }

  it('R83: takes the option first, then the variable of the scheme', () => {
    expect(choose('https://a.example/', { httpsProxy: 'http://own', env })).toBe('http://own/')
    expect(choose('https://a.example/', { env })).toBe('http://upper/')
    expect(choose('http://a.example/', { env })).toBe('http://plain/')
    expect(choose('https://a.example/', {})).toBeUndefined()
  })

  it('R48: never uses a proxy for loopback', () => {
    for (const host of ['localhost', '127.0.0.1', '127.8.8.8', '[::1]']) expect(choose(`http://${host}:80/`, { env })).toBeUndefined()
  })

  it.each([
    ['*', true],
    ['a.example', true],
    ['.example', true],
    ['*.example', true],
    ['other.example, a.example:443', true],
    ['a.example:8443', false],
    ['ample', false],
    ['', false],
    ['10.0.0.0/8', false],
  ])('R83: NO_PROXY %j leaves the proxy out: %s', (noProxy, direct) => {
    expect(choose('https://a.example/', { httpsProxy: 'http://p', noProxy })).toBe(direct ? undefined : 'http://p/')
    expect(choose('https://a.example/', { env: { https_proxy: 'http://p', NO_PROXY: noProxy } })).toBe(direct ? undefined : 'http://p/')
  })

  it.each([
    ['10.0.0.0/8', 'https://10.1.2.3/', true],
    ['10.0.0.0/8', 'https://11.1.2.3/', false],
    ['10.1.2.3', 'https://10.1.2.3/', true],
    ['10.0.0.0/99', 'https://10.1.2.3/', false],
    ['nonsense/8', 'https://10.1.2.3/', false],
    ['fd00::/8', 'https://[fd00::1]/', true],
    ['fd00::1', 'https://[fd00::1]/', true],
    ['[fd00::1]:8443', 'https://[fd00::1]/', false],
    ['[fd00::1]:443', 'https://[fd00::1]/', true],
  ])('R83: NO_PROXY %j leaves the proxy out for %s: %s', (noProxy, url, direct) => {
    expect(choose(url, { httpsProxy: 'http://p', noProxy })).toBe(direct ? undefined : 'http://p/')
  })

  it('takes a variable without a scheme for http, and one of SOCKS5', () => {
    expect(choose('https://a.example/', { env: { HTTPS_PROXY: 'proxy.example:3128' } })).toBe('http://proxy.example:3128/')
    expect(choose('https://a.example/', { env: { HTTPS_PROXY: 'socks5h://proxy.example:1080' } })).toBe('socks5h://proxy.example:1080')
    expect(choose('https://a.example/', { socks5Proxy: 'proxy.example:1080', httpsProxy: 'http://p' })).toBe('socks5://proxy.example:1080')
  })

  it('names a variable that holds no address of a proxy', () => {
    expect(() => choose('https://a.example/', { env: { https_proxy: 'ftp://x' } })).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: 'https_proxy' }),
    )
  })
})
