import { createHash, createHmac } from 'node:crypto'
import { exposeCredentials, fromBearer } from '@x/credentials-core'
import { describe, expect, it } from 'vitest'
import { type Config, createRpcClient, type RpcRequest } from '../src/index.ts'
import { flatten, percentEncode } from '../src/sign.ts'
import { type Answer, type RecordedRequest, recordedCredential, recordingFetch } from './recorded-request.ts'

/** The edge cases of the protocol that other test files do not hold: what is signed, and what is sent. */

const NOW = Date.parse('2024-01-02T23:59:59.999Z')
const KEYS = { accessKeyId: 'LTAIexampleexample01', accessKeySecret: 'secretsecretsecretsecret01' }
const EMPTY_HASH = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

async function send(changes: Partial<RpcRequest>, config: Config = {}, ...answers: (Answer | Error)[]): Promise<RecordedRequest[]> {
  const { fetch, requests } = recordingFetch(...answers)
  const keys = config.credential || config.bearerToken ? {} : KEYS
  const client = createRpcClient({ ...keys, endpoint: 'thing.example.com', fetch, now: () => NOW, sleep: async () => {}, ...config })
  await client.request({ action: 'DescribeThing', version: '2024-01-01', ...changes })
  return requests
}
async function sendOnce(changes: Partial<RpcRequest>, config?: Config): Promise<RecordedRequest> {
  const [request] = await send(changes, config)
  if (!request) throw new Error('Nothing was sent.')
  return request
}
const refused = (field: string) => expect.objectContaining({ code: 'ERR_INVALID_OPTION', field })
const hashOf = (request: RecordedRequest): string =>
  createHash('sha256')
    .update(request.body ?? '')
    .digest('hex')

describe('values', () => {
  it.each([
    ['1', 'a b', 'a%20b'],
    ['2', 'a+b', 'a%2Bb'],
    ['3', '*~', '%2A~'],
    ['4', "!'()", '%21%27%28%29'],
    ['5', '%20', '%2520'],
    ['6', '\u{1f600}', '%F0%9F%98%80'],
    ['8', 'e\u0301', 'e%CC%81'],
  ])('%s %j is encoded as %s, in the query and in the form of both signatures', async (_, value, encoded) => {
    expect(percentEncode(value)).toBe(encoded)
    for (const signatureVersion of ['acs3', 'v1'] as const) {
      const query = await sendOnce({ method: 'GET', query: { Value: value } }, { signatureVersion })
      expect(query.url.search).toContain(`Value=${encoded}`)
      expect(query.query.Value).toBe(value)
      expect((await sendOnce({ body: { Value: value } }, { signatureVersion })).form.Value).toBe(value)
    }
  })

  it('7: a lone surrogate is refused before any request, in a value and in a name', async () => {
    for (const query of [{ Value: '\ud83d' }, { 'Value\udc00': 'x' }]) {
      for (const signatureVersion of ['acs3', 'v1'] as const) {
        const { fetch, requests } = recordingFetch()
        const client = createRpcClient({ ...KEYS, endpoint: 'thing.example.com', fetch, signatureVersion })
        await expect(client.request({ action: 'A', version: '1', query })).rejects.toEqual(refused(Object.keys(query)[0] as string))
        expect(requests).toEqual([])
      }
    }
  })
})

describe('parameters', () => {
  it.each<[string, object, object]>([
    ['9', { Name: '' }, { Name: '' }],
    ['10', { A: null, B: undefined, C: 1 }, { C: '1' }],
    ['11', { L: ['a', null, 'c'] }, { 'L.1': 'a', 'L.3': 'c' }],
    ['12', { L: [], O: {} }, {}],
    ['14', { A: false, B: 0, C: '' }, { A: 'false', B: '0', C: '' }],
    ['15', { A: 1e21 }, { A: '1e+21' }],
    ['17', { A: new Date(NOW) }, { A: '2024-01-02T23:59:59Z' }],
    ['18', { A: { B: 1 }, 'A.B': 2 }, { 'A.B': '2' }],
  ])('%s %j is sent as %j', async (_, body, form) => {
    expect({ ...flatten(body) }).toEqual(form)
    expect((await sendOnce({ body })).form).toEqual(form)
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('16: %s is refused', async (value) => {
    await expect(sendOnce({ body: { A: value } })).rejects.toEqual(refused('A'))
  })

  it('13: a list of twelve is signed in the order of its names', async () => {
    const { url } = await sendOnce({ query: { L: Array(12).fill(0) } })
    expect([...url.searchParams.keys()]).toEqual([1, 10, 11, 12, 2, 3, 4, 5, 6, 7, 8, 9].map((index) => `L.${index}`))
  })

  it('19: names are in the order of their characters', async () => {
    const { url } = await sendOnce({ query: { FooBar: 1, 'Foo.1': 1, Foo: 1, 'Foo-': 1 } })
    expect([...url.searchParams.keys()]).toEqual(['Foo', 'Foo-', 'Foo.1', 'FooBar'])
  })

  it('20: a name outside the unreserved characters is encoded', async () => {
    expect((await sendOnce({ query: { 'a b': 1 } })).url.search).toBe('?a%20b=1')
  })

  it('21: of one name in query and body version 1 sends the value of the body, once', async () => {
    const { body, url } = await sendOnce({ query: { Name: 'query' }, body: { Name: 'body' } }, { signatureVersion: 'v1' })
    expect(String(body).match(/Name=\w+/g)).toEqual(['Name=body'])
    expect(url.search).toBe('')
  })
})

describe('bodies', () => {
  it('22: the parameters of a GET travel in the query, and nothing is hashed that is not sent', async () => {
    const request = await sendOnce({ method: 'GET', body: { A: 1 } })
    expect(request).toMatchObject({ body: null, query: { A: '1' }, headers: { 'x-acs-content-sha256': EMPTY_HASH } })
    expect(request.headers['content-type']).toBeUndefined()
    await expect(sendOnce({ method: 'GET', bodyType: 'json', body: {} })).rejects.toEqual(refused('body'))
  })

  it('23: an empty object is an empty form', async () => {
    const { body, headers } = await sendOnce({ body: {} })
    expect(body).toBe('')
    expect(headers).toMatchObject({ 'content-type': 'application/x-www-form-urlencoded', 'x-acs-content-sha256': EMPTY_HASH })
  })

  it('24: no body is none, without a type', async () => {
    const { body, headers } = await sendOnce({})
    expect(body).toBeNull()
    expect(headers['x-acs-content-sha256']).toBe(EMPTY_HASH)
    expect(headers['content-type']).toBeUndefined()
  })

  it('25: JSON that is text already is sent as it is', async () => {
    const request = await sendOnce({ bodyType: 'json', body: '{ "A" : 1 }' })
    expect(request).toMatchObject({ body: '{ "A" : 1 }', headers: { 'content-type': 'application/json; charset=utf-8' } })
    expect(request.headers['x-acs-content-sha256']).toBe(hashOf(request))
  })

  it('26: a lone surrogate in JSON is escaped', async () => {
    expect((await sendOnce({ bodyType: 'json', body: { A: '\ud83d' } })).body).toBe('{"A":"\\ud83d"}')
  })

  it('27: bytes get no type of ours', async () => {
    const request = await sendOnce({ bodyType: 'bytes', body: Uint8Array.of(0, 255) })
    expect(request.body).toEqual(Uint8Array.of(0, 255))
    expect(request.headers['content-type']).toBeUndefined()
    expect((await sendOnce({ bodyType: 'bytes', body: 'x', headers: { 'Content-Type': 'image/png' } })).headers['content-type']).toBe(
      'image/png',
    )
  })

  it('28: a stream is the whole body: nothing can stand beside it', async () => {
    const { body, headers } = await sendOnce({ bodyType: 'stream', body: new Blob(['abc']).stream(), headers: { 'content-type': 'x/y' } })
    expect(new TextDecoder().decode(body as Uint8Array)).toBe('abc')
    expect(headers['content-type']).toBe('application/octet-stream')
  })

  it('29, R30: a stream is read once, and its bytes are sent again after a failure', async () => {
    async function* chunks(): AsyncGenerator<Uint8Array> {
      yield Uint8Array.of(1)
      yield Uint8Array.of(2, 3)
    }
    const requests = await send({ bodyType: 'stream', body: chunks() }, {}, { status: 503 }, {})
    expect(requests.map(({ body }) => body)).toEqual(Array(2).fill(Uint8Array.of(1, 2, 3)))
    await expect(sendOnce({ bodyType: 'stream', body: 5 })).rejects.toEqual(refused('body'))
  })
})

describe('identities', () => {
  it('30: an empty security token is none', async () => {
    const { headers } = await sendOnce({}, { securityToken: '' })
    expect(headers).not.toHaveProperty('x-acs-security-token')
    expect((await sendOnce({}, { securityToken: '', signatureVersion: 'v1' })).form).not.toHaveProperty('SecurityToken')
  })

  it('31: a security token with blanks at its ends is signed without them', async () => {
    const signatureOf = async (securityToken: string): Promise<string | undefined> =>
      (await sendOnce({}, { credential: recordedCredential({ ...KEYS, type: 'sts', securityToken }), nonce: () => 'n' })).headers
        .authorization
    expect(await signatureOf(' token ')).toBe(await signatureOf('token'))
  })

  it('32: a secret of any characters is used as UTF-8', async () => {
    const accessKeySecret = 'a&b=ü'
    const credential = recordedCredential({ ...KEYS, accessKeySecret })
    const { body } = await sendOnce({}, { credential, signatureVersion: 'v1' })
    const [pairs = '', signature] = String(body).split('&Signature=')
    const text = `POST&%2F&${encodeURIComponent(pairs)}`
    expect(decodeURIComponent(signature ?? '')).toBe(createHmac('sha1', `${accessKeySecret}&`).update(text).digest('base64'))
  })

  it('33: a bearer token in version 1 is a parameter, and nothing is signed', async () => {
    const { form } = await sendOnce({}, { bearerToken: 'bearer', signatureVersion: 'v1' })
    expect(form).toMatchObject({ BearerToken: 'bearer', SignatureType: 'BEARERTOKEN' })
    for (const name of ['Signature', 'SignatureMethod', 'AccessKeyId']) expect(form).not.toHaveProperty(name)
  })

  it('34: a bearer token in ACS3 is a header, in ROA with a second one', async () => {
    const { headers, query } = await sendOnce({}, { credential: fromBearer({ bearerToken: 'bearer' }) })
    expect(headers['x-acs-bearer-token']).toBe('bearer')
    expect(headers.authorization).toBeUndefined()
    expect(query).toEqual({ SignatureType: 'BEARERTOKEN' })
    const roa = await sendOnce({ style: 'ROA', pathname: '/a' }, { bearerToken: 'bearer' })
    expect(roa.headers['x-acs-signature-type']).toBe('BEARERTOKEN')
    expect(roa.query).toEqual({})
  })

  it('an id token is a header, and nothing is signed', async () => {
    for (const signatureVersion of ['acs3', 'v1'] as const) {
      const credential = async () => ({ ...exposeCredentials(await fromBearer({ bearerToken: 'idtoken' })()), type: 'id_token' as const })
      const { headers, form } = await sendOnce({}, { credential, signatureVersion })
      expect(headers['x-acs-zero-trust-idtoken']).toBe('idtoken')
      expect(headers.authorization ?? form.Signature).toBeUndefined()
    }
  })
})

describe('the request', () => {
  it('37: a method in lower case is signed and sent in upper case', async () => {
    const { method, body } = await sendOnce({ method: 'post' }, { signatureVersion: 'v1' })
    expect(method).toBe('POST')
    const [pairs = '', signature] = String(body).split('&Signature=')
    const expected = createHmac('sha1', `${KEYS.accessKeySecret}&`)
      .update(`POST&%2F&${encodeURIComponent(pairs)}`)
      .digest('base64')
    expect(decodeURIComponent(signature ?? '')).toBe(expected)
  })

  it('38: milliseconds are cut off, not rounded', async () => {
    expect((await sendOnce({})).headers['x-acs-date']).toBe('2024-01-02T23:59:59Z')
    expect((await sendOnce({}, { signatureVersion: 'v1' })).form.Timestamp).toBe('2024-01-02T23:59:59Z')
  })

  it('39: two calls in one millisecond have different nonces', async () => {
    const nonces = await Promise.all([sendOnce({}), sendOnce({})])
    expect(new Set(nonces.map(({ headers }) => headers['x-acs-signature-nonce'])).size).toBe(2)
  })

  it('62: a header value that is a number is sent as text', async () => {
    expect((await sendOnce({ headers: { 'x-acs-number': 5 as never } })).headers['x-acs-number']).toBe('5')
  })

  it('63: headers that differ in case only are one, with sorted values', async () => {
    expect((await sendOnce({ headers: { 'x-acs-dup': 'b', 'X-ACS-Dup': 'a' } })).headers['x-acs-dup']).toBe('a,b')
  })

  it('64: every plus sign and star of a path is replaced in what is signed', async () => {
    const signatureOf = async (pathname: string): Promise<string | undefined> =>
      (await sendOnce({ style: 'ROA', pathname }, { nonce: () => 'n' })).headers.authorization
    expect(await signatureOf('/a+b+c*d*e')).toBe(await signatureOf('/a%20b%20c%2Ad%2Ae'))
  })
})

describe('clocks', () => {
  it('R78: 20 calls in parallel with the clock off all succeed, each with one retry at most, in whatever order answers come', async () => {
    for (const off of [20 * 60_000, -20 * 60_000]) {
      let asked = 0
      const client = createRpcClient({
        ...KEYS,
        endpoint: 'thing.example.com',
        now: () => NOW,
        fetch: async (_, init) => {
          const turn = asked++
          await new Promise((resolve) => setTimeout(resolve, (turn * 7) % 13))
          const late = Math.abs(Date.parse(init?.headers?.['x-acs-date'] ?? '') - (NOW + off)) > 15 * 60_000
          return late
            ? new Response('{"Code":"InvalidTimeStamp.Expired"}', { status: 400, headers: { date: new Date(NOW + off).toUTCString() } })
            : new Response('{}')
        },
      })
      const call = () => client.request({ action: 'DescribeThing', version: '2024-01-01' })
      const answers = await Promise.all(Array.from({ length: 20 }, call))
      expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(20).fill(200))
      expect(asked).toBeLessThanOrEqual(40)
      await call()
      expect(asked).toBeLessThanOrEqual(41)
    }
  })
})
