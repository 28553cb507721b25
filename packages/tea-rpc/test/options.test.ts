import { inspect } from 'node:util'
import { fromBearer } from '@x/credentials-core'
import { findCanary, lateness } from '@x/credentials-core/testing'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { CONFIG_NAMES } from '../src/check-config.ts'
import { RUNTIME_NAMES } from '../src/check-runtime.ts'
import { type Config, createRpcClient, type RpcRequest, type RuntimeOptions } from '../src/index.ts'
import { type LoopbackServer, startProxy, startServer } from './loopback-server.ts'
import { startSocks } from './socks-server.ts'
import { certified, tlsFile } from './tls-files.ts'

/** Every option of a client and of a call, over real sockets. The last test counts them. */

const KEYS = { accessKeyId: 'LTAIexampleexample01', accessKeySecret: 'secretsecretsecretsecret01' }
const REQUEST: RpcRequest = { action: 'DescribeThing', version: '2024-01-01' }
const CA = tlsFile('ca')

const covered = new Set<string>()
/** A test of the options named, which are those of a client (`client.x`) or of a call (`call.x`); both without a place. */
function option(names: string, text: string, run: () => Promise<void>): void {
  for (const name of names.split(' '))
    for (const full of name.includes('.') ? [name] : [`client.${name}`, `call.${name}`]) covered.add(full)
  it(`${names}: ${text}`, run)
}

const open: { close(): Promise<unknown> }[] = []
const keep = <T extends { close(): Promise<unknown> }>(one: T): T => {
  open.push(one)
  return one
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})

/** A service that answers with what it was asked. */
async function startEcho(tls?: Parameters<typeof startServer>[1]): Promise<LoopbackServer> {
  return keep(
    await startServer((request, response) => {
      const { method, url, headers, socket } = request
      const text: Buffer[] = []
      request.on('data', (chunk: Buffer) => text.push(chunk))
      request.on('end', () => {
        const certificate = (socket as { getPeerCertificate?(): { subject?: { CN: string } } }).getPeerCertificate?.()
        const body = String(Buffer.concat(text))
        const answer = { method, url, headers, body, from: socket.remoteAddress, client: certificate?.subject?.CN }
        response.end(JSON.stringify(answer))
      })
    }, tls),
  )
}

interface Echo {
  readonly method: string
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: string
  readonly from: string
  readonly client: string | undefined
}

const clientFor = (config: Config) => keep(createRpcClient({ ...(config.credential || config.bearerToken ? {} : KEYS), ...config }))

async function call(config: Config, runtime?: RuntimeOptions, request: Partial<RpcRequest> = {}): Promise<Echo> {
  return (await clientFor(config).request({ ...REQUEST, ...request }, runtime)).body as Echo
}

/** Both ways to set an option of a connection. */
async function bothWays(
  config: Config,
  setting: RuntimeOptions & Config,
  check: (answer: Promise<Echo>) => Promise<unknown>,
): Promise<void> {
  await check(call({ ...config, ...setting }))
  await check(call(config, setting))
}

const once = { autoretry: false } as const
const portOf = (server: LoopbackServer): string => new URL(server.url).port

describe('options of identity', () => {
  option('client.accessKeyId client.accessKeySecret client.securityToken', 'sign, and send the token', async () => {
    const { url } = await startEcho()
    const { headers } = await call({ endpoint: url, securityToken: 'token-of-the-key' })
    expect(headers.authorization).toMatch(/^ACS3-HMAC-SHA256 Credential=LTAIexampleexample01,/)
    expect(headers['x-acs-security-token']).toBe('token-of-the-key')
  })

  option('client.bearerToken client.credential', 'send a bearer token, and name the provider of credentials', async () => {
    const { url } = await startEcho()
    const own = await call({ endpoint: url, bearerToken: 'bearer-of-the-caller' })
    expect(own.headers['x-acs-bearer-token']).toBe('bearer-of-the-caller')
    expect(own.headers['x-acs-credentials-provider']).toBeUndefined()
    const given = await call({ endpoint: url, credential: fromBearer({ bearerToken: 'bearer-of-the-caller' }) })
    expect(given.headers['x-acs-credentials-provider']).toBe('bearer')
  })

  option('client.signer', 'signs in place of a secret', async () => {
    const { url } = await startEcho()
    const signer = { algorithm: 'MINE', type: 'KIND', sign: () => 'signed-by-me' }
    const { body } = await call({ endpoint: url, accessKeySecret: undefined, signer })
    expect(body).toContain('SignatureMethod=MINE')
    expect(body).toContain('Signature=signed-by-me')
  })

  it('an empty signatureVersion counts as absent, and a signer has an algorithm', () => {
    const signer = { algorithm: 'MINE', sign: () => 'signed-by-me' }
    const keys = { accessKeySecret: undefined, signatureVersion: '' as 'v1' }
    expect(() => clientFor({ ...keys, signer })).not.toThrow()
    expect(() => clientFor({ ...keys, signer: { ...signer, algorithm: '' } })).toThrow(expect.objectContaining({ field: 'signer' }))
  })

  option('client.signatureVersion client.signatureAlgorithm', 'choose the signature', async () => {
    const { url } = await startEcho()
    for (const config of [{ signatureVersion: 'v1' }, { signatureAlgorithm: 'v2' }] as const)
      expect((await call({ endpoint: url, ...config })).body).toContain('SignatureMethod=HMAC-SHA1')
    for (const config of [{ signatureVersion: 'acs3' }, { signatureAlgorithm: 'ACS3-HMAC-SHA256' }] as const)
      expect((await call({ endpoint: url, ...config })).headers.authorization).toMatch(/^ACS3-HMAC-SHA256 /)
  })

  option('client.type', 'is accepted, as the official clients accept it, and changes nothing', async () => {
    const { url } = await startEcho()
    expect((await call({ endpoint: url, type: 'sts' })).headers['x-acs-security-token']).toBeUndefined()
  })
})

describe('options of the place', () => {
  option('client.endpoint client.protocol', 'say where and how', async () => {
    const server = await startEcho()
    expect((await call({ endpoint: `localhost:${portOf(server)}`, protocol: 'HTTP' })).headers.host).toBe(`localhost:${portOf(server)}`)
    const secure = await startEcho(certified('server'))
    expect((await call({ endpoint: `localhost:${portOf(secure)}`, ca: CA })).headers.host).toBe(`localhost:${portOf(secure)}`)
  })

  option('client.regionId client.network client.suffix', 'build the host that the proxy is asked for', async () => {
    const proxy = keep(await startProxy())
    const config = { regionId: 'cn-shanghai', network: 'vpc', suffix: 'x', httpsProxy: proxy.url }
    await expect(call(config, once, { product: 'thing' })).rejects.toMatchObject({ host: 'thing-x-vpc.cn-shanghai.aliyuncs.com' })
    expect(proxy.asked).toEqual(['CONNECT thing-x-vpc.cn-shanghai.aliyuncs.com:443'])
  })

  option('client.endpointType client.openPlatformEndpoint', 'are handed to the package that uploads', async () => {
    const { settings } = clientFor({ endpointType: 'internal', openPlatformEndpoint: 'open.example.com' })
    expect(settings).toMatchObject({ endpointType: 'internal', openPlatformEndpoint: 'open.example.com' })
  })
})

describe('options of the request', () => {
  option('client.method client.userAgent', 'are sent', async () => {
    const { url } = await startEcho()
    const { method, headers } = await call({ endpoint: url, method: 'get', userAgent: 'mine/1.2' })
    expect(method).toBe('GET')
    expect(headers['user-agent']).toMatch(/^x-tea-rpc\/\S+ mine\/1\.2$/)
  })

  option('client.globalParameters call.extendsParameters', 'are sent, the latter first of the two', async () => {
    const { url } = await startEcho()
    const globalParameters = { headers: { 'x-a': 'global', 'x-b': 'global' }, queries: { Global: '1', Both: 'global' } }
    const extendsParameters = { headers: { 'x-a': 'call' }, queries: { Both: 'call' } }
    const answer = await call({ endpoint: url, globalParameters }, { extendsParameters }, { query: { Own: 2 } })
    expect(answer.headers).toMatchObject({ 'x-a': 'call', 'x-b': 'global' })
    expect(answer.url).toBe('/?Both=call&Global=1&Own=2')
  })

  option('client.sourceIp client.secureTransport', 'are parameters of each request', async () => {
    const { url } = await startEcho()
    const answer = await call({ endpoint: url, sourceIp: '192.0.2.1', secureTransport: 'true' })
    expect(answer.url).toBe('/?SecureTransport=true&SourceIp=192.0.2.1')
  })
})

describe('options of proxies', () => {
  option('httpsProxy', '65 R83 goes through CONNECT, with the login of the address', async () => {
    const target = await startEcho(certified('server'))
    for (const login of ['user:p%40ss', 'user', ':p%40ss', '100%:x']) {
      const proxy = keep(await startProxy())
      const httpsProxy = proxy.url.replace('://', `://${login}@`)
      await bothWays({ endpoint: `service.example:${portOf(target)}`, ca: CA }, { httpsProxy }, (answer) =>
        expect(answer).resolves.toMatchObject({ method: 'POST' }),
      )
      expect(proxy.asked).toEqual(Array(2).fill(`CONNECT service.example:${portOf(target)}`))
      const [user = '', password = ''] = login.replace('%40', '@').split(':')
      expect(proxy.logins[0]).toBe(`Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`)
    }
  })

  option('httpsProxy', 'may itself be reached by TLS, under the same authority', async () => {
    const target = await startEcho(certified('server'))
    const proxy = keep(await startProxy(certified('server')))
    await bothWays({ endpoint: `service.example:${portOf(target)}`, ca: CA }, { httpsProxy: proxy.url }, (answer) =>
      expect(answer).resolves.toMatchObject({ method: 'POST' }),
    )
    expect(proxy.asked).toHaveLength(2)
  })

  option('httpProxy', 'is never used for loopback, the only place of plain http', async () => {
    const { url } = await startEcho()
    const proxy = keep(await startProxy())
    await bothWays({ endpoint: url }, { httpProxy: proxy.url }, (answer) => expect(answer).resolves.toMatchObject({ method: 'POST' }))
    expect(proxy.asked).toEqual([])
  })

  option('httpProxy', '65 carries what is not loopback, such as an upload', async () => {
    const proxy = keep(await startProxy())
    const httpProxy = proxy.url.replace('://', '://user:pass@')
    for (const send of [clientFor({ httpProxy }).transport(), clientFor({}).transport({ httpProxy })])
      expect(await (await send('http://service.example/y?z=1')).text()).toBe('{"via":"proxy"}')
    expect(proxy.asked).toEqual(Array(2).fill('GET http://service.example/y?z=1'))
    expect(proxy.logins).toEqual(Array(2).fill(`Basic ${Buffer.from('user:pass').toString('base64')}`))
  })

  option('noProxy', 'leaves the proxy out', async () => {
    const target = await startEcho(certified('server'))
    const proxy = keep(await startProxy())
    const config = { endpoint: `service.example:${portOf(target)}`, ca: CA, httpsProxy: proxy.url }
    // Directly, the name is not found.
    await bothWays({ ...config, readTimeout: 3000 }, { noProxy: 'other.example, .example' }, async (answer) => {
      await expect(answer).rejects.toMatchObject({ code: 'ERR_NETWORK' })
    })
    expect(proxy.asked).toEqual([])
  })

  option('socks5Proxy socks5NetWork', 'leaves the name to the proxy, with and without a login', async () => {
    const target = await startEcho(certified('server'))
    for (const login of [false, true]) {
      const socks = keep(await startSocks({ login }))
      const socks5Proxy = login ? socks.url.replace('://', '://us%20er:p%40ss@') : socks.url
      await bothWays({ endpoint: `service.example:${portOf(target)}`, ca: CA }, { socks5Proxy, socks5NetWork: 'TCP' }, (answer) =>
        expect(answer).resolves.toMatchObject({ method: 'POST' }),
      )
      expect(socks.asked).toEqual(Array(2).fill(`service.example:${portOf(target)}`))
      expect(socks.logins).toEqual(login ? Array(2).fill('us er:p@ss') : [])
    }
  })

  option('socks5Proxy', 'checks the certificate of the service all the same', async () => {
    const target = await startEcho(certified('wrong-host'))
    const socks = keep(await startSocks())
    await expect(call({ endpoint: `service.example:${portOf(target)}`, ca: CA, socks5Proxy: socks.url })).rejects.toMatchObject({
      code: 'ERR_TLS',
    })
  })

  it('R83 a proxy that is dead, or refuses, is named as such, without its login', async () => {
    const gone = await startProxy()
    await gone.close()
    const refusing = keep(await startServer(() => {}))
    for (const url of [gone.url, refusing.url, gone.url.replace('http', 'socks5'), refusing.url.replace('http', 'socks5')]) {
      const address = url.replace('://', '://CANARYusername:CANARYpassword@')
      const setting = url.startsWith('socks') ? { socks5Proxy: address } : { httpsProxy: address }
      const error = await call({ endpoint: 'service.example', ...setting, connectTimeout: 500 }, once).catch((caught: unknown) => caught)
      expect(error).toMatchObject({ code: expect.stringMatching(/^ERR_(PROXY|TIMEOUT)$/), host: 'service.example' })
      expect((error as Error).message).toContain('proxy')
      for (const canary of ['CANARYusername', 'CANARYpassword']) expect(findCanary(canary, error, inspect(error))).toEqual([])
    }
  })

  it('R69 a caller that leaves takes nobody along who uses the same proxy', async () => {
    const target = await startEcho(certified('server'))
    const slow = keep(await startServer(() => {}, certified('server')))
    const proxy = keep(await startProxy())
    const client = clientFor({ httpsProxy: proxy.url, ca: CA })
    const controller = new AbortController()
    const asked = { ...REQUEST, endpoint: `service.example:${portOf(slow)}` }
    const hanging = client.request(asked, { readTimeout: 2000, ...once })
    // Both are under way when the second one is given up before a connection took it.
    while (proxy.asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    const left = client.request({ ...REQUEST, endpoint: `service.example:${portOf(target)}` }, { signal: controller.signal })
    await new Promise((resolve) => setTimeout(resolve, 0))
    controller.abort(new Error('leaving'))
    await expect(left).rejects.toThrow('leaving')
    await expect(hanging).rejects.toMatchObject({ code: 'ERR_TIMEOUT', message: expect.stringContaining('did not answer') })
  })
})

describe('options of TLS', () => {
  option('ca', 'R79 trusts an authority of its own, and nothing that it has not signed', async () => {
    for (const [name, outcome] of [
      ['server', undefined],
      ['wrong-host', 'ERR_TLS'],
      ['expired', 'ERR_TLS'],
    ] as const) {
      const { url } = await startEcho(certified(name))
      await expect(call({ endpoint: url }, once)).rejects.toMatchObject({ code: 'ERR_TLS', retryable: false })
      await bothWays({ endpoint: url }, { ca: CA }, (answer) =>
        outcome ? expect(answer).rejects.toMatchObject({ code: outcome }) : expect(answer).resolves.toMatchObject({ method: 'POST' }),
      )
    }
  })

  option('key cert', 'show who calls', async () => {
    const { url } = await startEcho({ ...certified('server'), ca: CA, requestCert: true, rejectUnauthorized: true })
    await expect(call({ endpoint: url, ca: CA }, once)).rejects.toMatchObject({ retryable: expect.any(Boolean) })
    await bothWays({ endpoint: url, ca: CA }, { key: tlsFile('client-key'), cert: tlsFile('client') }, (answer) =>
      expect(answer).resolves.toMatchObject({ client: 'client' }),
    )
  })

  option('key', 'that is not that of the certificate is an error that says so, and quotes nothing', async () => {
    const { url } = await startEcho(certified('server'))
    const error = await call({ endpoint: url, ca: CA, key: tlsFile('key'), cert: tlsFile('client') }, once).catch(
      (caught: unknown) => caught,
    )
    expect(error).toMatchObject({ code: 'ERR_TLS', hint: expect.stringContaining('key') })
    expect(findCanary(tlsFile('key').split('\n')[1] as string, error, inspect(error))).toEqual([])
  })

  option('call.ignoreSSL', 'R79 takes any certificate, for that call only, and warns once', async () => {
    const warnings: Error[] = []
    const onWarning = (warning: Error): void => {
      if (warning.name === 'AlibabaCloudWarning') warnings.push(warning)
    }
    process.on('warning', onWarning)
    try {
      const { url } = await startEcho(certified('expired'))
      const client = clientFor({ endpoint: url })
      for (let turn = 0; turn < 3; turn++) expect((await client.request(REQUEST, { ignoreSSL: true })).statusCode).toBe(200)
      await expect(client.request(REQUEST, once)).rejects.toMatchObject({ code: 'ERR_TLS' })
      await new Promise((resolve) => setImmediate(resolve))
      expect(warnings).toHaveLength(1)
    } finally {
      process.off('warning', onWarning)
    }
  })

  option('call.ignoreSSL', 'R79 is refused for hosts that give credentials', async () => {
    for (const endpoint of ['sts.aliyuncs.com', 'sts-vpc.cn-beijing.aliyuncs.com', 'sts.cn-beijing.aliyuncs.com'])
      await expect(call({ endpoint }, { ignoreSSL: true })).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'ignoreSSL' })
  })

  option('client.tlsMinVersion', 'refuses older versions', async () => {
    const { url } = await startEcho({ ...certified('server'), maxVersion: 'TLSv1.2' })
    expect((await call({ endpoint: url, ca: CA, tlsMinVersion: 'TLSv1.2' })).method).toBe('POST')
    await expect(call({ endpoint: url, ca: CA, tlsMinVersion: 'TLSv1.3' }, once)).rejects.toMatchObject({ code: 'ERR_TLS' })
  })

  option('client.disableHttp2', 'true is what happens anyway, false is refused', async () => {
    const { url } = await startEcho()
    expect((await call({ endpoint: url, disableHttp2: true })).method).toBe('POST')
    expect(() => clientFor({ disableHttp2: false })).toThrow(expect.objectContaining({ field: 'disableHttp2' }))
  })
})

describe('options of connections', () => {
  option('maxIdleConns', 'limits the connections to a host', async () => {
    for (const way of ['client', 'call']) {
      const server = keep(await startServer((_request, response) => setTimeout(() => response.end('{}'), 20)))
      const client = clientFor({ endpoint: server.url, ...(way === 'client' && { maxIdleConns: 2 }) })
      await Promise.all(Array.from({ length: 10 }, () => client.request(REQUEST, way === 'call' ? { maxIdleConns: 2 } : {})))
      expect(server.connections).toBe(2)
    }
  })

  option('call.keepAlive', 'false opens a connection for each request', async () => {
    const server = await startEcho()
    const client = clientFor({ endpoint: server.url })
    for (let turn = 0; turn < 3; turn++) await client.request(REQUEST, { keepAlive: false })
    expect(server.connections).toBe(3)
  })

  option('call.localAddr', 'is the address that the service sees', async () => {
    const { url } = await startEcho()
    expect((await call({ endpoint: url }, { localAddr: '127.0.0.9' })).from).toBe('127.0.0.9')
    expect((await call({ endpoint: url })).from).toBe('127.0.0.1')
  })
})

describe('options of time', () => {
  option('readTimeout', '57 58 R51 ends an attempt that gets no answer; 0 is the default', async () => {
    const { url } = keep(await startServer((_request, response) => setTimeout(() => response.end('{}'), 400)))
    await bothWays({ endpoint: url }, { readTimeout: 100 }, (answer) => expect(answer).rejects.toMatchObject({ code: 'ERR_TIMEOUT' }))
    await bothWays({ endpoint: url }, { readTimeout: 0 }, (answer) => expect(answer).resolves.toEqual({}))
    // A short time to connect does not end an answer that takes longer.
    await bothWays({ endpoint: url }, { connectTimeout: 300 }, (answer) => expect(answer).resolves.toEqual({}))
  })

  option('connectTimeout', 'R51 ends the way to a server that says nothing: TLS, CONNECT and SOCKS5 alike', async () => {
    const { createServer } = await import('node:net')
    const { listen } = await import('./loopback-server.ts')
    const silent = keep(await listen(createServer(), 'https'))
    const silentSocks = [keep(await startSocks({ stall: 'greeting' })), keep(await startSocks({ stall: 'connect' }))]
    const endpoint = `service.example:${portOf(silent)}`
    const socks = keep(await startSocks())
    const settings: Config[] = [
      { endpoint: silent.url },
      { endpoint, httpsProxy: `http://127.0.0.1:${portOf(silent)}` },
      { endpoint, httpsProxy: silent.url },
      ...silentSocks.map(({ url }) => ({ endpoint, socks5Proxy: url })),
      // The proxy answers, and the service behind it says nothing.
      { endpoint, socks5Proxy: socks.url },
    ]
    for (const setting of settings) {
      const attempt = (): Promise<unknown> =>
        expect(call({ ...setting, connectTimeout: 300 }, once)).rejects.toMatchObject({ code: 'ERR_TIMEOUT', retryable: true })
      await attempt()
      // undici counts the time to connect in halves of a second.
      expect(await lateness(300, attempt)).toBeLessThan(1500)
    }
    await expect(call({ endpoint: silent.url }, { connectTimeout: 300, ...once })).rejects.toMatchObject({ code: 'ERR_TIMEOUT' })
  })

  option('call.deadline', 'R51 ends the call with all its attempts', async () => {
    const { url } = keep(await startServer(() => {}))
    const error = await call({ endpoint: url, readTimeout: 100 }, { deadline: 350, maxAttempts: 100 }).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'ERR_TIMEOUT', message: expect.stringContaining('350 ms') })
    expect((error as { attempts: unknown[] }).attempts.length).toBeGreaterThan(0)
  })

  option('call.signal', 'R70 ends the call with the reason of the caller', async () => {
    const { url } = keep(await startServer(() => {}))
    const reason = new Error('my reason')
    const controller = new AbortController()
    setTimeout(() => controller.abort(reason), 50)
    await expect(call({ endpoint: url }, { signal: controller.signal })).rejects.toBe(reason)
  })

  option('call.autoretry call.maxAttempts call.backoffPolicy call.backoffPeriod', 'R28 count requests and pauses', async () => {
    let asked = 0
    const { url } = keep(
      await startServer((_request, response) => {
        asked++
        response.writeHead(503).end()
      }),
    )
    const pausesWith = async (runtime: RuntimeOptions): Promise<number[]> => {
      const pauses: number[] = []
      asked = 0
      const sleep = async (ms: number): Promise<void> => {
        pauses.push(ms)
      }
      await expect(call({ endpoint: url, sleep }, runtime)).rejects.toMatchObject({ statusCode: 503 })
      expect(asked).toBe(pauses.length + 1)
      return pauses
    }
    expect(await pausesWith({ autoretry: false, maxAttempts: 5 })).toEqual([])
    expect(await pausesWith({})).toHaveLength(2)
    expect(await pausesWith({ backoffPolicy: 'no', maxAttempts: 4 })).toEqual([0, 0, 0])
    expect(await pausesWith({ backoffPolicy: 'fixed', backoffPeriod: 30 })).toEqual([30, 30])
    expect(await pausesWith({ backoffPolicy: 'exponential', backoffPeriod: 30 })).toEqual([30, 60])
    for (const backoffPolicy of ['random', 'exponential_random']) {
      const [first = 99, second = 99] = await pausesWith({ backoffPolicy, backoffPeriod: 30 })
      expect(first).toBeLessThan(30)
      expect(second).toBeLessThan(60)
    }
  })
})

describe('options of answers', () => {
  option('client.bigints', '61 says what large integers become', async () => {
    const { url } = keep(await startServer((_request, response) => response.end('{"Id":12345678901234567890}')))
    expect(await call({ endpoint: url })).toEqual({ Id: '12345678901234567890' })
    expect(await call({ endpoint: url, bigints: 'bigint' })).toEqual({ Id: 12345678901234567890n })
  })
})

describe('options for tests and odd platforms', () => {
  option('client.fetch client.now client.nonce client.sleep client.onEvent', 'stand in for the platform', async () => {
    const asked: string[] = []
    const types: string[] = []
    let turn = 0
    const { headers } = await call({
      endpoint: 'service.example',
      fetch: async (url, init) => {
        asked.push(url)
        return turn++ === 0 ? new Response('', { status: 503 }) : new Response(JSON.stringify({ headers: init?.headers }))
      },
      now: () => 0,
      nonce: () => `nonce-${turn}`,
      sleep: async () => {
        asked.push('slept')
      },
      onEvent: ({ type }) => types.push(type),
    })
    expect(headers).toMatchObject({ 'x-acs-date': '1970-01-01T00:00:00Z', 'x-acs-signature-nonce': 'nonce-1' })
    expect(asked).toEqual(['https://service.example/', 'slept', 'https://service.example/'])
    expect(types).toEqual(['resolve', 'attempt', 'retry', 'resolve', 'attempt'])
  })
})

describe('all options', () => {
  it('are refused by name where fetch is used, when only the engine of Node can honour them', () => {
    const values: Record<string, unknown> = { connectTimeout: 1, maxIdleConns: 1, disableHttp2: true }
    for (const name of 'connectTimeout httpProxy httpsProxy noProxy socks5Proxy socks5NetWork maxIdleConns key cert ca tlsMinVersion disableHttp2'.split(
      ' ',
    )) {
      const config = { ...KEYS, fetch: async () => new Response(), [name]: values[name] ?? 'x' }
      expect(() => createRpcClient(config)).toThrow(expect.objectContaining({ code: 'ERR_RUNTIME_UNSUPPORTED', field: name }))
    }
  })

  it('of the official clients that no one here can honour are refused by name', async () => {
    for (const name of ['retryOptions', 'webSocketPingInterval']) {
      expect(() => createRpcClient({ ...KEYS, [name]: {} })).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: name }))
      const answer = call({ endpoint: 'service.example' }, { [name]: {} })
      await expect(answer).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field: name })
    }
    for (const value of ['v4', 'v3'])
      expect(() => createRpcClient({ ...KEYS, signatureVersion: value as 'v1' })).toThrow('signatureVersion')
  })

  afterAll(() => {
    const names = (place: string, lists: object): string[] =>
      Object.values(lists).flatMap((list: string) =>
        list
          .trim()
          .split(' ')
          .map((name) => `${place}.${name}`),
      )
    const all = [...names('client', CONFIG_NAMES), ...names('call', RUNTIME_NAMES)]
    expect([...covered].sort()).toEqual(all.sort())
  })
})
