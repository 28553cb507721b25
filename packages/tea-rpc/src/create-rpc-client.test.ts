import { inspect } from 'node:util'
import { lateness } from '@x/credentials-core/testing'
import { describe, expect, it } from 'vitest'
import { type Answer, recordingFetch } from '../test/recorded-request.ts'
import { type Config, createRpcClient, type RpcOperation, type RuntimeOptions, responseMetadata, toMap } from './index.ts'

type RpcRequestChanges = Partial<Parameters<ReturnType<typeof createRpcClient>['request']>[0]>

const NOW = Date.parse('2024-01-02T03:04:05.678Z')
const KEYS = { accessKeyId: 'LTAIexampleexample01', accessKeySecret: 'secretsecretsecretsecret01' }
const REQUEST = { action: 'DescribeThing', version: '2024-01-01' }

/** A client whose pauses are recorded instead of waited for. */
function clientWith(answers: (Answer | Error)[], config: Config = {}) {
  const { fetch, requests } = recordingFetch(...answers)
  const pauses: number[] = []
  const client = createRpcClient({
    ...KEYS,
    endpoint: 'thing.example.com',
    fetch,
    now: () => NOW,
    sleep: async (ms) => {
      pauses.push(ms)
    },
    ...config,
  })
  return { client, requests, pauses }
}

const failure = (status: number, body: object | string, headers: Record<string, string> = {}): Answer => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
const systemError = (code: string): Error =>
  Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error('x'), { code }) })
const outcome = (work: Promise<unknown>): Promise<Record<string, unknown>> =>
  work.then(
    () => {
      throw new Error('expected a rejection')
    },
    (error: Record<string, unknown>) => error,
  )

const timersAtWork = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length

describe('createRpcClient: settings', () => {
  it('names a setting that is spelled in snake case, and its camelCase name', () => {
    expect(() => createRpcClient({ access_key_id: 'x' } as Config)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: 'access_key_id', hint: 'Use accessKeyId.' }),
    )
  })

  it.each<[string, object]>([
    ['accessKeySecret', { accessKeyId: 'LTAIexampleexample01' }],
    ['accessKeyId', { accessKeySecret: 'x'.repeat(24) }],
    ['readTimeout', { readTimeout: -1 }],
    ['connectTimeout', { connectTimeout: 'soon' }],
    ['signatureVersion', { signatureVersion: 'v4' }],
    ['signatureAlgorithm', { signatureAlgorithm: 'ACS3-HMAC-SM3' }],
    ['retryOptions', { retryOptions: {} }],
    ['socks5Proxy', { socks5Proxy: 'http://127.0.0.1:1' }],
    ['socks5NetWork', { socks5NetWork: 'UDP' }],
    ['httpProxy', { httpProxy: 'not a proxy' }],
    ['httpsProxy', { httpsProxy: 'socks5://127.0.0.1:1' }],
    ['tlsMinVersion', { tlsMinVersion: 'TLSv9' }],
    ['disableHttp2', { disableHttp2: false }],
    ['ca', { ca: '/etc/ssl/ca.pem' }],
    ['cert', { key: '-----BEGIN PRIVATE KEY-----' }],
    ['key', { cert: '-----BEGIN CERTIFICATE-----' }],
    ['maxIdleConns', { maxIdleConns: 1.5 }],
    ['bigints', { bigints: 'number' }],
    ['credential', { credential: {} }],
  ])('refuses %s by name when it cannot work', (field, config) => {
    expect(() => createRpcClient({ endpoint: 'x.example.com', ...config } as Config)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_OPTION', field }),
    )
  })

  it('refuses an option that only the engine of Node can honour when a fetch is given', () => {
    expect(() => createRpcClient({ ...KEYS, fetch: recordingFetch().fetch, httpsProxy: 'http://127.0.0.1:1' })).toThrow(
      expect.objectContaining({ code: 'ERR_RUNTIME_UNSUPPORTED', field: 'httpsProxy' }),
    )
  })

  it('67: leaves the caller’s object as it was', async () => {
    const config = Object.freeze({ ...KEYS, endpoint: 'thing.example.com', type: 'whatever', fetch: recordingFetch().fetch })
    await createRpcClient(config).request(REQUEST)
    expect(config.type).toBe('whatever')
  })

  it('keeps to the settings that it was made with, whatever happens to the object', async () => {
    const hosts: string[] = []
    const config = {
      ...KEYS,
      endpoint: 'first.example.com:8443',
      fetch: async (url: string) => {
        hosts.push(new URL(url).host)
        return new Response('{}')
      },
    }
    const client = createRpcClient(config)
    await client.request({ action: 'A', version: '2020-01-01' })
    Object.assign(config, { endpoint: 'second.example.com:8443' })
    await client.request({ action: 'A', version: '2020-01-01' })
    await client.request({ action: 'A', version: '2020-01-01', endpoint: 'third.example.com:8443' })
    await client.request({ action: 'A', version: '2020-01-01' })
    expect(hosts).toEqual(['first.example.com:8443', 'first.example.com:8443', 'third.example.com:8443', 'first.example.com:8443'])
  })

  it('36: rejects a call that needs credentials before any request when there are none', async () => {
    const { fetch, requests } = recordingFetch()
    const client = createRpcClient({ endpoint: 'thing.example.com', fetch })
    await expect(client.request(REQUEST)).rejects.toMatchObject({ code: 'ERR_CREDENTIALS_NOT_CONFIGURED' })
    expect(requests).toEqual([])
  })

  it('35: sends an anonymous operation unsigned, and never asks for credentials', async () => {
    const credential = async (): Promise<never> => {
      throw new Error('asked')
    }
    const { fetch, requests } = recordingFetch()
    await createRpcClient({ credential, endpoint: 'thing.example.com', fetch }).request({ ...REQUEST, authType: 'Anonymous' })
    expect(requests[0]?.headers.authorization).toBeUndefined()
  })

  it('41, 42: accepts an endpoint with a port, a scheme and a slash, and signs the host it connects to', async () => {
    const { client, requests } = clientWith([{}], { endpoint: 'https://thing.example.com:8443/', protocol: 'HTTPS' })
    await client.request(REQUEST)
    expect(requests[0]?.url.host).toBe('thing.example.com:8443')
  })

  it.each(['http://thing.example.com', 'thing.example.com/path', 'user:pass@thing.example.com', 'a b', 'ftp://thing.example.com'])(
    'R79: refuses the endpoint %s, of a client at once and of a request before anything is sent',
    async (endpoint) => {
      const refusal = { code: 'ERR_INVALID_OPTION', field: 'endpoint' }
      expect(() => clientWith([{}], { endpoint })).toThrow(expect.objectContaining(refusal))
      expect(() => clientWith([{}], { openPlatformEndpoint: endpoint })).toThrow(
        expect.objectContaining({ ...refusal, field: 'openPlatformEndpoint' }),
      )
      const { client, requests } = clientWith([{}])
      await expect(client.request({ ...REQUEST, endpoint })).rejects.toMatchObject(refusal)
      expect(requests).toEqual([])
    },
  )

  it.each([
    [{ regionId: 'evil.com' }, 'regionId'],
    [{ network: 'a.b' }, 'network'],
    [{ suffix: 'a/b' }, 'suffix'],
    [{ protocol: 'ftp' }, 'protocol'],
    [{ protocol: 'http' }, 'endpoint'],
    [{ method: 'FOO BAR' }, 'method'],
    [{ userAgent: '中' }, 'userAgent'],
    [{ userAgent: 'a\nb' }, 'userAgent'],
    [{ endpointType: 'bogus' }, 'endpointType'],
  ])('R79: refuses %j when the client is made', (config, field) => {
    expect(() => clientWith([{}], config as never)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field }))
  })

  it.each([
    [undefined, 'action'],
    [{}, 'action'],
    ['GetCallerIdentity', 'request'],
    [{ action: 'A' }, 'version'],
    [{ ...REQUEST, action: 5 }, 'action'],
    [{ ...REQUEST, product: 5 }, 'product'],
    [{ ...REQUEST, endpoint: 5 }, 'endpoint'],
    [{ ...REQUEST, method: 5 }, 'method'],
    [{ ...REQUEST, method: '' }, 'method'],
    [{ ...REQUEST, params: { A: 1 } }, 'params'],
    [{ ...REQUEST, bodyType: 'byte' }, 'bodyType'],
    [{ ...REQUEST, responseType: 'binary' }, 'responseType'],
    [{ ...REQUEST, authType: 'anonymous' }, 'authType'],
    [{ ...REQUEST, style: 'roa' }, 'style'],
    [{ ...REQUEST, endpointRule: 'bogus' }, 'endpointRule'],
    [{ ...REQUEST, query: 'A=1' }, 'query'],
    [{ ...REQUEST, query: new Map([['A', 1]]) }, 'query'],
    [{ ...REQUEST, body: new URLSearchParams('A=1') }, 'body'],
    [{ ...REQUEST, body: new Uint8Array(1) }, 'body'],
    [{ ...REQUEST, body: new Date(0) }, 'body'],
    [{ ...REQUEST, body: { A: { toMap: () => new Map([['B', 1]]) } } }, 'A'],
    [{ ...REQUEST, style: 'ROA', pathname: '/a/../b' }, 'pathname'],
    [{ ...REQUEST, style: 'ROA', pathname: '/%2e%2e/b' }, 'pathname'],
    [{ ...REQUEST, style: 'ROA', pathname: '/a\\b' }, 'pathname'],
    [{ ...REQUEST, style: 'ROA', pathname: '/a"b' }, 'pathname'],
  ])('refuses the request %j by name, before anything is sent', async (request, field) => {
    const { client, requests } = clientWith([{}])
    await expect(client.request(request as never)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field })
    expect(requests).toEqual([])
  })

  it('refuses parameters that no stack holds', async () => {
    let nested: object = {}
    for (let depth = 0; depth < 5000; depth++) nested = { nested }
    const { client, requests } = clientWith([{}])
    await expect(client.request({ ...REQUEST, body: nested })).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' })
    expect(requests).toEqual([])
  })

  it('refuses a typed request that contains itself, and reads no answer that no stack holds', async () => {
    const operation = { action: 'A', version: '2020-01-01' }
    const cyclic: { self?: object } = {}
    cyclic.self = cyclic
    const { client } = clientWith([{ body: `${'{"A":'.repeat(50_000)}1${'}'.repeat(50_000)}` }])
    await expect(client.call(operation, cyclic)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'request' })
    for (const request of [null, ['a'], new Map([['A', 1]]), new Uint8Array(1)])
      await expect(client.call(operation, request as never)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'request' })
    await expect(client.call(operation, {}, { autoretry: false })).rejects.toMatchObject({ code: 'ERR_BAD_RESPONSE' })
  })

  it.each([
    [{ query: {} }, 'query'],
    [{ headers: 5 }, 'headers'],
    [{ queries: { A: () => 1 } }, 'A'],
  ])('refuses the extra parameters %j by name, of a client and of a call', async (extras, field) => {
    const named = expect.stringContaining(field)
    const ofClient = clientWith([{}], { globalParameters: extras as never })
    await expect(ofClient.client.request(REQUEST)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field: named })
    const ofCall = clientWith([{}])
    const sent = ofCall.client.request(REQUEST, { extendsParameters: extras as never })
    await expect(sent).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field: named })
  })

  it('flattens extra parameters as it does others, and leaves out what is not there', async () => {
    const { client, requests } = clientWith([{}], { globalParameters: { queries: { A: { B: 1 } as never, C: undefined as never } } })
    await client.request(REQUEST)
    expect([...(requests[0]?.url.searchParams ?? [])]).toEqual([['A.B', '1']])
  })

  it('sends a header whose name every object knows', async () => {
    const { client, requests } = clientWith([{}])
    await client.request({ ...REQUEST, headers: { constructor: 'x' } })
    expect(requests[0]?.headers).toMatchObject({ constructor: 'x' })
  })

  it('43: takes http for loopback, in any case', async () => {
    const { client, requests } = clientWith([{}], { endpoint: '127.0.0.1:8080', protocol: 'HTTP' })
    await client.request(REQUEST)
    expect(requests[0]?.url.href).toBe('http://127.0.0.1:8080/')
  })

  it('66: says what is missing when a regional product has no region', async () => {
    const { client } = clientWith([{}], { endpoint: undefined })
    await expect(client.request({ ...REQUEST, product: 'thing' })).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'regionId' })
  })

  it.each<[string, RpcRequestChanges, Config]>([
    ['ocr.cn-shanghai.aliyuncs.com', { product: 'ocr' }, {}],
    ['ocr.cn-beijing.aliyuncs.com', { product: 'ocr' }, { regionId: 'cn-beijing' }],
    ['ocr-x-vpc.cn-shanghai.aliyuncs.com', { product: 'ocr' }, { regionId: 'cn-shanghai', network: 'vpc', suffix: 'x' }],
    ['ocr.cn-shanghai.aliyuncs.com', { product: 'ocr' }, { regionId: 'cn-shanghai', network: 'public' }],
    ['ocr-vpc.aliyuncs.com', { product: 'ocr', endpointRule: 'central' }, { regionId: 'cn-shanghai', network: 'vpc' }],
    ['ocr-api.aliyuncs.com', { product: 'ocr-api' }, { regionId: 'cn-hangzhou' }],
    ['openplatform.aliyuncs.com', { product: 'openplatform' }, { regionId: 'cn-hangzhou' }],
    ['sts.aliyuncs.com', { product: 'sts' }, {}],
    ['sts-vpc.cn-beijing.aliyuncs.com', { product: 'sts' }, { regionId: 'cn-beijing', network: 'vpc' }],
    ['thing.cn-beijing.aliyuncs.com', { product: 'thing' }, { regionId: 'cn-beijing' }],
    ['odd.example.com', { product: 'thing', endpointMap: { 'cn-beijing': 'odd.example.com' } }, { regionId: 'cn-beijing' }],
    ['own.example.com', { product: 'thing', endpoint: 'own.example.com' }, { regionId: 'cn-beijing' }],
    ['own.example.com:8443', { product: 'thing' }, { regionId: 'cn-beijing', endpoint: 'OWN.example.com:8443' }],
  ])('R84: asks %s for %j with %j', async (host, changes, config) => {
    const { client, requests } = clientWith([{}], { endpoint: undefined, ...config })
    await client.request({ ...REQUEST, ...changes })
    expect(requests[0]?.url.host).toBe(host)
  })

  it('refuses calls after close', async () => {
    const { client } = clientWith([{}])
    await client.close()
    await expect(client.request(REQUEST)).rejects.toMatchObject({ code: 'ERR_CLOSED' })
  })

  it('R67: sends nothing after close for a call that waits for credentials, or to be tried again', async () => {
    const credential = async (): Promise<typeof KEYS> => {
      await waiting.client.close()
      return KEYS
    }
    const waiting = clientWith([{}], { accessKeyId: undefined, accessKeySecret: undefined, credential })
    expect(await outcome(waiting.client.request(REQUEST))).toMatchObject({ code: 'ERR_CLOSED' })
    expect(waiting.requests).toEqual([])
    const retrying = clientWith([failure(503, '')], { sleep: () => retrying.client.close() })
    expect(await outcome(retrying.client.request(REQUEST))).toMatchObject({ code: 'ERR_CLOSED' })
    expect(retrying.requests).toHaveLength(1)
  })
})

describe('createRpcClient: answers', () => {
  it.each([
    [204, ''],
    [200, ''],
    [200, '  \n'],
  ])('46: reads status %i with body %j as an object without members', async (status, body) => {
    const { client } = clientWith([{ status, body }])
    expect((await client.request(REQUEST)).body).toEqual({})
  })

  it('54: gives an answer with a failing Code and status 200 back as it is', async () => {
    const { client } = clientWith([{ body: '{"Code":"Nope"}' }])
    expect((await client.request(REQUEST)).body).toEqual({ Code: 'Nope' })
  })

  it('61: keeps an integer beyond 2^53 as its digits', async () => {
    const { client } = clientWith([
      { body: '{"Id":12345678901234567890,"Text":"12345678901234567890","Small":-9007199254740991,"F":0.125e2}' },
    ])
    expect((await client.request(REQUEST)).body).toEqual({
      Id: '12345678901234567890',
      Text: '12345678901234567890',
      Small: -9007199254740991,
      F: 12.5,
    })
  })

  it('61: gives an integer beyond 2^53 as a bigint when asked to, and texts as they are', async () => {
    const body =
      '{"Id":12345678901234567890,"12345678901234567890":-9007199254740993,"Text":"12345678901234567890","N":"\\u0000n1","S":9007199254740991}'
    const { client } = clientWith([{ body }], { bigints: 'bigint' })
    expect((await client.request(REQUEST)).body).toEqual({
      Id: 12345678901234567890n,
      '12345678901234567890': -9007199254740993n,
      Text: '12345678901234567890',
      N: '\u0000n1',
      S: 9007199254740991,
    })
  })

  it('rejects an answer that is not JSON, without quoting it', async () => {
    const { client, requests } = clientWith([{ body: '{"AccessKeySecret":"CANARY' }])
    const error = await outcome(client.request(REQUEST))
    expect(error).toMatchObject({ code: 'ERR_BAD_RESPONSE', retryable: true })
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('CANARY')
    expect(requests).toHaveLength(3)
  })

  it('47: gives a list back to an untyped request, and refuses it for a typed operation', async () => {
    const operation: RpcOperation = { action: 'ListThings', version: '2024-01-01' }
    const { client } = clientWith([{ body: '[1]' }])
    expect((await client.request(REQUEST)).body).toEqual([1])
    await expect(client.call(operation, {})).rejects.toMatchObject({ code: 'ERR_BAD_RESPONSE' })
  })

  it('reads text, bytes and streams when asked to', async () => {
    const { client } = clientWith([{ body: 'héllo' }])
    expect((await client.request({ ...REQUEST, responseType: 'text' })).body).toBe('héllo')
    expect((await client.request({ ...REQUEST, responseType: 'bytes' })).body).toEqual(new TextEncoder().encode('héllo'))
    const { body } = await client.request({ ...REQUEST, responseType: 'stream' })
    expect(await new Response(body as ReadableStream).text()).toBe('héllo')
  })

  it.each([
    ['an answer without a body', new Response(null, { status: 204 }), ''],
    ['an answer of a fetch without streams', Object.defineProperty(new Response('héllo'), 'body', { value: null }), 'héllo'],
  ])('%s is a stream, too, and leaves no timer behind', async (_, answer, text) => {
    const timers = timersAtWork()
    const { client } = clientWith([], { fetch: async () => answer })
    const { body } = await client.request({ ...REQUEST, responseType: 'stream' })
    expect(await new Response(body as ReadableStream).text()).toBe(text)
    expect(timersAtWork()).toBe(timers)
  })

  it('a fetch that throws before it gives a promise has not reached the host, and leaves no timer behind', async () => {
    const timers = timersAtWork()
    const broken = (): never => {
      throw new Error('CANARY')
    }
    const { client } = clientWith([], { fetch: broken })
    const error = await outcome(client.request(REQUEST, { maxAttempts: 1 }))
    expect(error).toMatchObject({ code: 'ERR_NETWORK', host: 'thing.example.com', attempts: [{ code: 'ERR_NETWORK' }] })
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('CANARY')
    expect(timersAtWork()).toBe(timers)
  })
})

describe('createRpcClient: typed operations', () => {
  const operation: RpcOperation = {
    action: 'ReadThing',
    version: '2024-01-01',
    query: ['Where'],
    names: { idNumber: 'IDNumber' },
    maps: ['Data.Free'],
  }

  it('sends members under their wire names, in the places the operation names', async () => {
    const { client, requests } = clientWith([{}])
    await client.call(operation, { imageURL: 'https://x', where: 'here', idNumber: '1', tasks: [{ imageURL: 'a' }], absent: undefined })
    expect(requests[0]?.query).toEqual({ Where: 'here' })
    expect(requests[0]?.form).toEqual({ ImageURL: 'https://x', IDNumber: '1', 'Tasks.1.ImageURL': 'a' })
  })

  it('gives camelCase names back, keeps the keys of free maps, and remembers the wire body out of sight', async () => {
    const wire = { RequestId: 'r', Data: { IDNumber: '1', QRCode: 'q', ImageURL: 'i', Free: { 'Any Key': { Inner: 1 } }, Pos: [{ x: 1 }] } }
    const { client } = clientWith([{ body: JSON.stringify(wire), headers: { 'x-acs-request-id': 'r' } }])
    const response = await client.call(operation, {})
    expect(response).toEqual({
      requestId: 'r',
      data: { idNumber: '1', qrCode: 'q', imageURL: 'i', free: { 'Any Key': { inner: 1 } }, pos: [{ x: 1 }] },
    })
    expect(toMap(response)).toEqual(wire)
    expect(responseMetadata(response).statusCode).toBe(200)
    expect(responseMetadata(response).headers.get('x-acs-request-id')).toBe('r')
    expect(() => toMap({ ...response })).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION' }))
  })

  it('R39: takes members called __proto__ as plain data', async () => {
    const { client } = clientWith([{ body: '{"__proto__":{"polluted":1},"constructor":2}' }])
    const response = await client.call(operation, {})
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
    expect(Object.keys(response)).toEqual(['__proto__', 'constructor'])
  })

  it.each([undefined, null, 'ReadThing'])('refuses the operation %j by name', async (wrong) => {
    const { client, requests } = clientWith([{}])
    const error = await outcome(client.call(wrong as unknown as RpcOperation, { thing: 1 }))
    expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'action' })
    expect(requests).toEqual([])
  })

  it('writes a parameter in the style its operation names', async () => {
    const { client, requests } = clientWith([{}])
    await client.call({ ...operation, styles: { Ids: 'simple', Filter: 'json' } }, { ids: ['a', 2], filter: { K: 1 } })
    expect(requests[0]?.form).toEqual({ Ids: 'a,2', Filter: '{"K":1}' })
  })
})

describe('createRpcClient: refusals', () => {
  it('48: never says undefined: an empty error body has a fixed code', async () => {
    const error = await outcome(clientWith([failure(400, {})]).client.request(REQUEST))
    expect(error).toMatchObject({ code: 'ERR_SERVICE', serviceCode: 'UnknownError', statusCode: 400, retryable: false })
    expect(String(error.message)).not.toContain('undefined')
  })

  it('49: reads lower-case names', async () => {
    const { client } = clientWith([failure(400, { code: 'Bad.Thing', message: 'No.', requestId: 'r-1' })])
    await expect(client.request(REQUEST)).rejects.toMatchObject({ serviceCode: 'Bad.Thing', serviceMessage: 'No.', requestId: 'r-1' })
  })

  it('50: reads XML, whatever its content type', async () => {
    const body = '<?xml version="1.0"?><Error><Code>Bad.Thing</Code><Message>No.</Message><RequestId>r-2</RequestId></Error>'
    const { client } = clientWith([failure(400, body, { 'content-type': 'Text/XML' })])
    await expect(client.request(REQUEST)).rejects.toMatchObject({ serviceCode: 'Bad.Thing', serviceMessage: 'No.', requestId: 'r-2' })
  })

  it('51: tells which permission is missing', async () => {
    const { client } = clientWith([
      failure(403, { Code: 'Forbidden.RAM', Recommend: 'https://help', HostId: 'h', AccessDeniedDetail: { AuthAction: 'ocr:Read' } }),
    ])
    await expect(client.request(REQUEST)).rejects.toMatchObject({
      recommend: 'https://help',
      hostId: 'h',
      accessDeniedDetail: { AuthAction: 'ocr:Read' },
      hint: 'Grant the RAM identity this action.',
    })
  })

  it('44: keeps status, request id and a short cleaned text of a gateway’s page, and tries again', async () => {
    const { client, requests } = clientWith([
      failure(502, `<html><h1>Bad\nGateway</h1>${'x'.repeat(5000)}</html>`, { 'x-acs-request-id': 'r-3' }),
    ])
    const error = await outcome(client.request(REQUEST))
    expect(error).toMatchObject({ statusCode: 502, requestId: 'r-3', retryable: true })
    expect(error.serviceMessage).toMatch(/^Bad Gateway x+$/)
    expect(String(error.serviceMessage).length).toBeLessThanOrEqual(300)
    expect(requests).toHaveLength(3)
  })

  it('45: tries again after a 503 without a body', async () => {
    const { client, requests } = clientWith([failure(503, ''), { body: '{"Ok":true}' }])
    expect((await client.request(REQUEST)).body).toEqual({ Ok: true })
    expect(requests).toHaveLength(2)
  })

  it('R5, R7: no secret reaches an error: not in its message, its members, its JSON or its inspection', async () => {
    const token = 'CANARYtoken+/=with%odd&signs'
    const { client } = clientWith(
      [
        failure(400, {
          Code: 'SignatureDoesNotMatch',
          Message: `Specified signature is not matched. ${token} server string to sign is:POST&%2F&SecurityToken%3D${encodeURIComponent(token)}`,
        }),
      ],
      { securityToken: token, accessKeySecret: 'CANARYsecretCANARYsecret' },
    )
    const error = await outcome(client.request({ ...REQUEST, body: { Password: 'CANARYparameter' } }))
    const seen = inspect(error, { depth: null, showHidden: true }) + JSON.stringify(error)
    expect(seen).not.toContain('CANARY')
    expect(error.serviceMessage).toContain('Specified signature is not matched. ***')
  })
})

describe('createRpcClient: attempts', () => {
  it('40, R76: signs every attempt anew, with a new nonce and a new snapshot of the credentials', async () => {
    let turn = 0
    const { client, requests } = clientWith([failure(500, {})], {
      accessKeyId: undefined,
      accessKeySecret: undefined,
      credential: async () => ({ accessKeyId: `LTAIexampleexample0${++turn}`, accessKeySecret: 'x'.repeat(24) }),
    })
    await outcome(client.request(REQUEST))
    expect(new Set(requests.map(({ headers }) => headers['x-acs-signature-nonce'])).size).toBe(3)
    expect(new Set(requests.map(({ headers }) => headers.authorization)).size).toBe(3)
  })

  it('55, R28: sends three requests at most, the first included, and lists them in the error', async () => {
    const { client, requests, pauses } = clientWith([systemError('ECONNRESET')])
    const error = await outcome(client.request(REQUEST))
    expect(error).toMatchObject({ code: 'ERR_NETWORK', host: 'thing.example.com', retryable: true })
    expect(error.attempts).toEqual(
      Array(3).fill({ host: 'thing.example.com', action: 'DescribeThing', status: undefined, code: 'ERR_NETWORK', ms: 0 }),
    )
    expect(requests).toHaveLength(3)
    expect(pauses).toHaveLength(2)
    expect(pauses[0]).toBeLessThan(50)
    expect(pauses[1]).toBeLessThan(100)
  })

  it.each<[string, Answer | Error, number]>([
    ['DNS failure', systemError('ENOTFOUND'), 3],
    ['408', failure(408, {}), 3],
    ['429', failure(429, {}), 3],
    ['500', failure(500, {}), 3],
    ['throttling by code', failure(400, { Code: 'Throttling.User' }), 3],
    ['service unavailable', failure(503, { Code: 'ServiceUnavailable' }), 3],
    ['400', failure(400, { Code: 'MissingParameter' }), 1],
    ['403', failure(403, { Code: 'Forbidden.RAM' }), 1],
    ['signature mismatch', failure(400, { Code: 'SignatureDoesNotMatch' }), 1],
    ['nonce reused', failure(400, { Code: 'SignatureNonceUsed' }), 1],
    ['certificate', systemError('DEPTH_ZERO_SELF_SIGNED_CERT'), 1],
    ['undecodable picture', failure(500, { Code: 'InternalError.Decode' }), 1],
  ])('R28: after %s the same request is sent %3$i times', async (_, answer, count) => {
    const { client, requests } = clientWith([answer])
    await outcome(client.request(REQUEST))
    expect(requests).toHaveLength(count)
  })

  it('autoretry: false sends one request; maxAttempts counts every request', async () => {
    for (const [runtime, count] of [
      [{ autoretry: false }, 1],
      [{ maxAttempts: 5 }, 5],
    ] as [RuntimeOptions, number][]) {
      const { client, requests } = clientWith([failure(500, {})])
      await outcome(client.request(REQUEST, runtime))
      expect(requests).toHaveLength(count)
    }
  })

  it('waits as the back-off policy says', async () => {
    const { client, pauses } = clientWith([failure(500, {})])
    await outcome(client.request(REQUEST, { backoffPolicy: 'fixed', backoffPeriod: 70 }))
    await outcome(client.request(REQUEST, { backoffPolicy: 'exponential', backoffPeriod: 10, maxAttempts: 4 }))
    await outcome(client.request(REQUEST, { backoffPolicy: 'no' }))
    expect(pauses).toEqual([70, 70, 10, 20, 40, 0, 0])
    await expect(client.request(REQUEST, { backoffPolicy: 'never' })).rejects.toMatchObject({ field: 'backoffPolicy' })
  })

  it('52, 53, R29: follows a hint of the service within bounds, and ignores one that makes no sense', async () => {
    const waits = async (headers: Record<string, string>): Promise<number | undefined> => {
      const { client, pauses } = clientWith([failure(429, { Code: 'Throttling' }, headers), {}])
      await client.request(REQUEST)
      return pauses[0]
    }
    expect(await waits({ 'x-acs-retry-after': '50' })).toBe(50)
    expect(await waits({ 'retry-after': '3' })).toBe(3000)
    expect(await waits({ 'retry-after': new Date(NOW + 2678).toUTCString() })).toBeCloseTo(2322, -3)
    expect(await waits({ 'x-ratelimit-user': 'Limit:1,TimeLeft:40' })).toBe(40)
    for (const useless of ['0', '-1', 'abc', new Date(0).toUTCString()]) {
      expect(await waits({ 'x-acs-retry-after': useless, 'retry-after': useless })).toBeLessThanOrEqual(1000)
    }
    const long = await waits({ 'retry-after': '1000000000' })
    expect(long).toBeGreaterThanOrEqual(5000)
    expect(long).toBeLessThanOrEqual(6000)
  })

  it('R27: a service that stays down costs one request a call once the budget is used up', async () => {
    const { client, requests } = clientWith([failure(500, {})])
    for (let call = 0; call < 40; call++) await outcome(client.request(REQUEST))
    const before = requests.length
    for (let call = 0; call < 10; call++) await outcome(client.request(REQUEST))
    // 500 tokens pay for 35 retries at 14 each.
    expect(before).toBe(40 + 35)
    expect(requests.length - before).toBe(10)
  })

  it('R27: calls that begin together share one budget', async () => {
    const { client, requests } = clientWith([systemError('ECONNRESET')])
    await Promise.all(Array.from({ length: 100 }, () => outcome(client.request(REQUEST))))
    expect(requests).toHaveLength(100 + 35)
  })

  it('R77: learns from the Date of a refusal how far the clock is off, and tries once more', async () => {
    const stale = failure(400, { Code: 'InvalidTimeStamp.Expired' }, { date: new Date(NOW + 20 * 60_000).toUTCString() })
    const { client, requests } = clientWith([stale, {}])
    await client.request(REQUEST)
    await client.request(REQUEST)
    expect(requests.map(({ headers }) => headers['x-acs-date'])).toEqual([
      '2024-01-02T03:04:05Z',
      '2024-01-02T03:24:05Z',
      '2024-01-02T03:24:05Z',
    ])
  })

  it('R77: a missing or senseless Date changes nothing, and a second refusal is final', async () => {
    for (const headers of [{}, { date: 'yesterday' }, { date: new Date(NOW).toUTCString() }] as Record<string, string>[]) {
      const { client, requests } = clientWith([failure(400, { Code: 'InvalidTimeStamp.Expired' }, headers)])
      await expect(client.request(REQUEST)).rejects.toMatchObject({ serviceCode: 'InvalidTimeStamp.Expired' })
      expect(requests).toHaveLength(1)
    }
    const { client, requests } = clientWith([failure(400, { Code: 'InvalidTimeStamp.Expired' }, { date: new Date(0).toUTCString() })])
    await outcome(client.request(REQUEST))
    expect(requests).toHaveLength(2)
  })

  it('R25: a rejected key is dropped by its id, and the request is sent once more with a new one', async () => {
    const asked: unknown[] = []
    let key = 'STS.oldoldoldold'
    const credential = async (options?: { rejectedKeyId?: string | undefined }) => {
      asked.push(options?.rejectedKeyId)
      if (options?.rejectedKeyId === key) key = 'STS.newnewnewnew'
      return { accessKeyId: key, accessKeySecret: 'x'.repeat(24), securityToken: 'token' }
    }
    const { client, requests } = clientWith([failure(400, { Code: 'InvalidSecurityToken.Expired' }), { body: '{"Ok":1}' }], {
      accessKeyId: undefined,
      accessKeySecret: undefined,
      credential,
    })
    expect((await client.request(REQUEST)).body).toEqual({ Ok: 1 })
    expect(requests.map(({ headers }) => headers['x-acs-accesskey-id'])).toEqual(['STS.oldoldoldold', 'STS.newnewnewnew'])
    expect(asked).toContain('STS.oldoldoldold')
  })

  it('R25: static keys that are rejected are not tried again', async () => {
    const { client, requests } = clientWith([failure(404, { Code: 'InvalidAccessKeyId.NotFound' })])
    await expect(client.request(REQUEST)).rejects.toMatchObject({ serviceCode: 'InvalidAccessKeyId.NotFound' })
    expect(requests).toHaveLength(1)
  })

  it('R51: a call ends at its deadline, whatever hangs', async () => {
    const { client } = clientWith([], { fetch: () => new Promise(() => {}) })
    const call = (): Promise<void> =>
      expect(client.request(REQUEST, { deadline: 60 })).rejects.toMatchObject({ code: 'ERR_TIMEOUT', retryable: true })
    // The first failure of a process loads what recovers from failures.
    await call()
    expect(await lateness(60, call)).toBeLessThan(100)
  })

  it('57: an attempt ends at readTimeout; 0 means the default', async () => {
    const { client } = clientWith([], { fetch: () => new Promise(() => {}), readTimeout: 0 })
    const error = await outcome(client.request(REQUEST, { readTimeout: 30, maxAttempts: 2 }))
    expect(error).toMatchObject({ code: 'ERR_TIMEOUT', host: 'thing.example.com' })
    expect(error.attempts).toHaveLength(2)
  })

  it('R70: an aborted signal rejects with its own reason, before any request and in the middle of one', async () => {
    const reason = new Error('enough')
    const { client, requests } = clientWith([{}])
    await expect(client.request(REQUEST, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(requests).toEqual([])
    const hanging = clientWith([], { fetch: () => new Promise(() => {}) }).client
    const controller = new AbortController()
    const sent = hanging.request(REQUEST, { signal: controller.signal })
    controller.abort(reason)
    await expect(sent).rejects.toBe(reason)
  })

  it.each(['stop', 1, true, {}, { aborted: false }])('refuses the signal %j by name', async (signal) => {
    const { client, requests } = clientWith([{}])
    const error = await outcome(client.request(REQUEST, { signal: signal as unknown as AbortSignal }))
    expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'signal' })
    expect(requests).toEqual([])
  })

  it('R68: one signal serves many calls without piling up listeners', async () => {
    let listeners = 0
    const controller = new AbortController()
    const { signal } = controller
    const add = signal.addEventListener.bind(signal)
    const remove = signal.removeEventListener.bind(signal)
    signal.addEventListener = ((...args: Parameters<typeof add>) => {
      listeners++
      add(...args)
    }) as typeof add
    signal.removeEventListener = ((...args: Parameters<typeof remove>) => {
      listeners--
      remove(...args)
    }) as typeof remove
    const { client } = clientWith([{}])
    for (let call = 0; call < 50; call++) await client.request(REQUEST, { signal })
    expect(listeners).toBe(0)
  })

  it('R75: nonces differ though the clock stands still, and hold 122 random bits at least', async () => {
    const { client, requests } = clientWith([{}])
    for (let call = 0; call < 200; call++) await client.request(REQUEST)
    const nonces = requests.map(({ headers }) => headers['x-acs-signature-nonce'])
    expect(new Set(nonces).size).toBe(200)
    expect(nonces[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  it('29: a stream body is read once and sent again when the request is retried', async () => {
    const { client, requests } = clientWith([failure(500, {}), {}])
    const body = new Blob(['some', 'bytes']).stream()
    await client.request({ ...REQUEST, bodyType: 'stream', body })
    expect(requests.map((request) => new TextDecoder().decode(request.body as Uint8Array))).toEqual(['somebytes', 'somebytes'])
  })
})
