import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { directFetch } from './direct-fetch.node.ts'
import { requestText } from './request-text.ts'
import { lateness } from './testing/lateness.ts'

const servers: Server[] = []

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

describe('directFetch on Node', () => {
  it('sends method, headers and body, and gives status, headers and body', async () => {
    const seen: unknown[] = []
    const origin = await serve(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      seen.push([request.method, request.url, request.headers['x-a'], body])
      response.writeHead(201, { 'X-B': 'two' }).end('grüße')
    })
    const answer = await directFetch(`${origin}/path?q=1`, { method: 'PUT', headers: { 'X-A': 'one' }, body: 'text' })
    expect([answer.status, answer.headers.get('x-b'), answer.headers.get('x-none'), await answer.text()]).toEqual([
      201,
      'two',
      null,
      'grüße',
    ])
    const bytes = await directFetch(origin, { method: 'POST', body: new TextEncoder().encode('bytes') })
    expect(new TextDecoder().decode(await bytes.arrayBuffer())).toBe('grüße')
    const stream = await directFetch(origin, { method: 'POST', body: new Blob(['stream']).stream() as never, duplex: 'half' })
    expect(await new Response(stream.body).text()).toBe('grüße')
    expect(seen).toEqual([
      ['PUT', '/path?q=1', 'one', 'text'],
      ['POST', '/', undefined, 'bytes'],
      ['POST', '/', undefined, 'stream'],
    ])
  })

  it('R44 does not follow a redirect: the second host receives nothing', async () => {
    let reached = 0
    const second = await serve((_, response) => {
      reached++
      response.end()
    })
    const first = await serve((_, response) => response.writeHead(302, { location: second }).end())
    expect((await directFetch(first)).status).toBe(302)
    await expect(requestText(first, { timeout: 1000, limit: 100 })).rejects.toMatchObject({ code: 'ERR_BAD_RESPONSE' })
    expect(reached).toBe(0)
  })

  it('R70 ends with the reason of its signal, before the answer and in the body', async () => {
    const silent = await serve(() => {})
    const caller = new AbortController()
    const waiting = directFetch(silent, { signal: caller.signal })
    const reason = new Error('enough')
    setTimeout(() => caller.abort(reason), 20)
    await expect(waiting).rejects.toBe(reason)

    const stalling = await serve((_, response) => response.write('half'))
    const other = new AbortController()
    const answer = await directFetch(stalling, { signal: other.signal })
    setTimeout(() => other.abort(reason), 20)
    await expect(answer.text()).rejects.toBeDefined()
  })

  it('R50 closes the connection of an answer that is too long', async () => {
    let closed = false
    const origin = await serve((request, response) => {
      request.socket.on('close', () => {
        closed = true
      })
      const write = (): void => {
        if (!closed && response.write(Buffer.alloc(64 * 1024))) setImmediate(write)
        else response.once('drain', write)
      }
      write()
    })
    await expect(requestText(origin, { timeout: 5000, limit: 256 * 1024 })).rejects.toMatchObject({ code: 'ERR_TOO_LARGE' })
    await expect.poll(() => closed).toBe(true)
  })

  it('R51 holds the deadline when a server sends nothing, drips or stalls', async () => {
    const silent = await serve(() => {})
    const dripping = await serve((request, response) => {
      const timer = setInterval(() => response.write('x'), 20)
      request.socket.on('close', () => clearInterval(timer))
    })
    const stalling = await serve((_, response) => response.write('half'))
    for (const origin of [silent, dripping, stalling]) {
      const call = (): Promise<void> =>
        expect(requestText(origin, { timeout: 150, limit: 1000 })).rejects.toMatchObject({ code: 'ERR_TIMEOUT' })
      expect(await lateness(150, call)).toBeLessThan(100)
    }
  })

  it('tells that nobody listens, and that a connection was cut', async () => {
    const gone = await serve(() => {})
    const server = servers.pop()
    server?.close()
    await expect(requestText(gone, { timeout: 1000, limit: 100 })).rejects.toMatchObject({
      code: 'ERR_NETWORK',
      message: `${new URL(gone).host} could not be reached (ECONNREFUSED).`,
    })
    const cutting = await serve((request) => request.socket.destroy())
    await expect(requestText(cutting, { timeout: 1000, limit: 100 })).rejects.toMatchObject({ code: 'ERR_NETWORK' })
    const half = await serve((request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half')
      setTimeout(() => request.socket.destroy(), 20)
    })
    await expect(requestText(half, { timeout: 1000, limit: 100 })).rejects.toMatchObject({ code: 'ERR_NETWORK' })
  })

  // Node 20 runs no TypeScript, and has no proxies by the environment that could be used.
  it.skipIf(!('typescript' in process.features))('R48 uses no proxy, whatever the environment says', async () => {
    let proxied = 0
    const proxy = await serve((_, response) => {
      proxied++
      response.end('proxy')
    })
    const origin = await serve((_, response) => response.end('direct'))
    const file = fileURLToPath(new URL('./direct-fetch.node.ts', import.meta.url))
    const script = `import(${JSON.stringify(file)}).then(async ({ directFetch }) => process.stdout.write(await (await directFetch(${JSON.stringify(origin)})).text()))`
    const env = {
      ...process.env,
      NODE_OPTIONS: '',
      NODE_USE_ENV_PROXY: '1',
      HTTP_PROXY: proxy,
      http_proxy: proxy,
      NO_PROXY: '',
      no_proxy: '',
    }
    const { stdout } = await promisify(execFile)(process.execPath, ['--experimental-strip-types', '--no-warnings', '-e', script], { env })
    expect([stdout, proxied]).toEqual(['direct', 0])
  })

  it.skipIf(!('typescript' in process.features)).each([
    ['lets the process end while a refresh that nobody waits for is on', '', 'ended'],
    [
      'keeps it alive for a caller who comes to wait for that',
      'start += 700; await provider(); process.stdout.write("served ");',
      'served ended',
    ],
  ])('R66 %s', async (_, then, told) => {
    const origin = await serve(() => {})
    const script = `
      const { cached, requestText } = await import(${JSON.stringify(new URL('./index.ts', import.meta.url))})
      let start = 0
      let asked = 0
      const key = { accessKeyId: 'AK', accessKeySecret: 'secret' }
      const source = async ({ signal }) =>
        asked++ ? requestText(${JSON.stringify(origin)}, { timeout: 90_000, limit: 9, signal }) : key
      const provider = cached(source, { now: () => start + performance.now(), timeout: 90_000 })
      await provider()
      start = 249_500
      await provider()
      await new Promise((resolve) => setTimeout(resolve, 100))
      ${then}
      process.stdout.write('ended')`
    const flags = ['--conditions=x-source', '--experimental-strip-types', '--no-warnings', '--input-type=module', '-e']
    const run = promisify(execFile)(process.execPath, [...flags, script], {
      timeout: 30_000,
    })
    expect((await run).stdout).toBe(told)
  })
})
