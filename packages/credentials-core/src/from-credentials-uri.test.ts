import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { type FromCredentialsUriOptions, fromCredentialsUri } from './from-credentials-uri.ts'
import { createFakeClock, createScriptedFetch, findCanary, type ScriptedAnswer } from './testing.ts'

const SECRET = 'canarySecret7f3Kq9ZbT2mXv5Lp8'
const TOKEN = 'canaryToken+4hJ/w8sQd1NcRy6G=='
const URI = 'http://localhost:4000/credentials?role=a&role=b'
const body = {
  Code: 'Success',
  AccessKeyId: 'STS.exampleKeyIdWxyz',
  AccessKeySecret: SECRET,
  SecurityToken: TOKEN,
  Expiration: '2030-01-01T01:00:00Z',
  LastUpdated: 'ignored',
}

const setUp = (answers: ScriptedAnswer[], options: FromCredentialsUriOptions = {}) => {
  const clock = createFakeClock()
  const fetch = createScriptedFetch(answers)
  return { clock, fetch, provider: fromCredentialsUri({ credentialsURI: URI, fetch, refresh: clock, ...options }) }
}
const failure = async (answer: ScriptedAnswer): Promise<Record<string, unknown>> => {
  const { provider, fetch } = setUp([answer])
  const error = await provider().then(
    () => Promise.reject(new Error('succeeded')),
    (error) => error,
  )
  expect(fetch.requests).toHaveLength(1)
  for (const canary of [SECRET, TOKEN])
    expect(findCanary(canary, error, inspect(error, { depth: 9, showHidden: true }), error.stack)).toEqual([])
  expect(error.message).not.toContain('role=')
  return error
}
const thrown = (make: () => unknown): unknown => {
  try {
    make()
  } catch (error) {
    return error
  }
  return undefined
}

describe('fromCredentialsUri', () => {
  it('gets the address as it was given, once, and names what it gives', async () => {
    const { provider, fetch } = setUp([{ body }])
    const all = await Promise.all([provider(), provider()])
    expect(all[0]).toMatchObject({
      type: 'credentials_uri',
      accessKeyId: body.AccessKeyId,
      accessKeySecret: SECRET,
      securityToken: TOKEN,
      expiration: new Date(body.Expiration),
      providerName: 'credential_uri',
    })
    expect(all[1]).toBe(all[0])
    expect(fetch.requests).toMatchObject([{ url: URI, redirect: 'manual' }])
    expect(fetch.requests[0]?.method ?? 'GET').toBe('GET')
  })

  it('refreshes in time', async () => {
    const { provider, clock } = setUp([{ body }, { body: { ...body, AccessKeyId: 'STS.second', Expiration: '2030-01-01T02:00:00Z' } }])
    await provider()
    await clock.advance(46 * 60_000)
    await provider()
    await clock.advance(0)
    expect((await provider()).accessKeyId).toBe('STS.second')
  })

  it('E50 accepts an answer without Code', async () => {
    const { Code, ...rest } = body
    expect(await setUp([{ body: rest }]).provider()).toMatchObject({ accessKeyId: body.AccessKeyId })
  })

  it('E51 refuses an answer with another Code', async () => {
    expect(await failure({ body: { ...body, Code: `Fail ${SECRET}` } })).toMatchObject({
      code: 'ERR_BAD_RESPONSE',
      field: 'Code',
      retryable: true,
    })
  })

  it.each(['AccessKeyId', 'AccessKeySecret', 'SecurityToken', 'Expiration'])(
    'R49 refuses an answer whose %s is missing or of a wrong type',
    async (field) => {
      for (const value of [undefined, null, 5, '', [SECRET], { a: SECRET }, 'has a blank']) {
        // A number is an instant, in seconds; this one is long past.
        if (field === 'Expiration' && value === 5) continue
        expect(await failure({ body: { ...body, [field]: value } })).toMatchObject({
          code: 'ERR_BAD_RESPONSE',
          field,
          provider: 'credential_uri',
        })
      }
    },
  )

  it.each([
    ['HTML', `<html>${SECRET}</html>`],
    ['nothing', ''],
    ['half of its JSON', JSON.stringify(body).slice(0, -5)],
    ['JSON followed by something', `${JSON.stringify(body)}x`],
    ['a list', `[${JSON.stringify(body)}]`],
    ['text', JSON.stringify(SECRET)],
    ['null', 'null'],
  ])('R3 R4 R49 refuses %s without quoting it', async (_, text) => {
    expect(await failure({ body: text })).toMatchObject({ code: 'ERR_BAD_RESPONSE' })
  })

  it('R39 takes no member from a prototype', async () => {
    expect(await failure({ body: `{"__proto__": ${JSON.stringify(body)}}` })).toMatchObject({
      code: 'ERR_BAD_RESPONSE',
      field: 'Expiration',
    })
  })

  it.each([
    [401, 'ERR_CREDENTIALS_DENIED', false],
    [403, 'ERR_CREDENTIALS_DENIED', false],
    [404, 'ERR_SERVICE', false],
    [429, 'ERR_SERVICE', true],
    [500, 'ERR_SERVICE', true],
    [503, 'ERR_SERVICE', true],
    [201, 'ERR_SERVICE', false],
  ])('turns status %i into %s', async (status, code, retryable) => {
    const error = await failure({ status, body })
    expect(error).toMatchObject({ code, retryable, attempts: [{ host: 'localhost:4000', status, code }] })
  })

  it.each([301, 302, 303, 307, 308, 0])('R44 E53 does not follow a redirect (%i)', async (status) => {
    const error = await failure({ status, headers: { location: `http://elsewhere/${SECRET}` }, body })
    expect(error).toMatchObject({ name: 'TransportError', code: 'ERR_BAD_RESPONSE', host: 'localhost:4000' })
  })

  it('R50 refuses an answer of more than 256 KiB, and reads no further', async () => {
    let chunks = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        chunks++
        controller.enqueue(new Uint8Array(16 * 1024))
      },
    })
    expect(await failure({ body: endless })).toMatchObject({ code: 'ERR_TOO_LARGE' })
    expect(chunks).toBeLessThan(20)
    const padded = JSON.stringify(body).padEnd(256 * 1024)
    expect(await setUp([{ body: padded }]).provider()).toMatchObject({ accessKeyId: body.AccessKeyId })
    expect(await failure({ body: `${padded} ` })).toMatchObject({ code: 'ERR_TOO_LARGE' })
  })

  it('R51 ends a request that takes longer than timeout and connectTimeout together', async () => {
    const { provider, fetch, clock } = setUp([{ hang: true }], { timeout: 2000, connectTimeout: 500 })
    const waiting = expect(provider()).rejects.toMatchObject({ code: 'ERR_TIMEOUT', host: 'localhost:4000', retryable: true })
    await clock.advance(2499)
    expect(fetch.requests[0]?.signal?.aborted).toBe(false)
    await clock.advance(1)
    await waiting
    expect([fetch.requests[0]?.signal?.aborted, clock.pending()]).toEqual([true, 0])
  })

  it('R51 ends an answer that stalls in its body', async () => {
    const stalled = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(new TextEncoder().encode('{')) })
    const { provider, clock } = setUp([{ body: stalled }], { timeout: 2000 })
    const waiting = expect(provider()).rejects.toMatchObject({ code: 'ERR_TIMEOUT' })
    await clock.advance(7000)
    await waiting
  })

  it('R70 rejects with the reason of the caller, and ends the request', async () => {
    const { provider, fetch } = setUp([{ hang: true }])
    const caller = new AbortController()
    const waiting = provider({ signal: caller.signal })
    const reason = new Error('enough')
    caller.abort(reason)
    await expect(waiting).rejects.toBe(reason)
    expect(fetch.requests[0]?.signal?.aborted).toBe(true)
  })

  it.each([
    [Object.assign(new Error(`connect ${SECRET}`), { code: 'ECONNREFUSED' }), 'ERR_NETWORK', 'could not be reached (ECONNREFUSED)'],
    [Object.assign(new TypeError('fetch failed'), { cause: { code: 'ENOTFOUND' } }), 'ERR_NETWORK', '(ENOTFOUND)'],
    [Object.assign(new Error('x'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }), 'ERR_TLS', '(DEPTH_ZERO_SELF_SIGNED_CERT)'],
    [Object.assign(new Error('x'), { code: SECRET, rawPacket: SECRET }), 'ERR_NETWORK', 'could not be reached.'],
    [SECRET, 'ERR_NETWORK', 'could not be reached.'],
  ])('R3 R5 tells what went wrong on the way by host and code only (%#)', async (error, code, words) => {
    const seen = await failure({ error })
    expect(seen).toMatchObject({ name: 'TransportError', code, retryable: true })
    expect(seen.message).toContain(words)
  })
})

describe('the address of fromCredentialsUri', () => {
  const ok = [
    'https://credentials.example.com/x',
    'https://10.0.0.1/x',
    'http://localhost/x',
    'HTTP://LOCALHOST:80/x',
    'http://127.0.0.1:4000',
    'http://127.8.9.1/',
    'http://[::1]:4000/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.1/',
  ]
  const refused = [
    'http://credentials.example.com/x',
    'http://10.0.0.1/',
    'http://172.16.0.1/latest',
    'http://169.254.1.1/',
    'http://0.0.0.0/',
    'http://localhost.example.com/',
    'http://127.0.0.1.example.com/',
    'http://localhost./',
    'http://[::ffff:127.0.0.1]/',
    'http://[::]/',
    'http://[fe80::1%25eth0]/',
    'http://user:pass@localhost/',
    'https://user@credentials.example.com/',
    'http://localhost:0/',
    'http://localhost:99999/',
    'http://',
    'https:///',
    'file:///etc/passwd',
    'ftp://localhost/x',
    'data:application/json,{}',
    'javascript:alert(1)',
    '//localhost/x',
    'localhost:4000',
    '/relative/path',
    '',
    '   ',
    'undefined',
    'http://xn--localhost-/',
    'http://①②⑦.0.0.2.example/',
  ]

  it.each(ok)('R43 R46 accepts %s', (credentialsURI) => {
    expect(() => fromCredentialsUri({ credentialsURI })).not.toThrow()
  })

  it.each(refused)('R43 R46 E52 refuses %j at once, without quoting it', (credentialsURI) => {
    const error = thrown(() => fromCredentialsUri({ credentialsURI }))
    expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'credentialsURI' })
    if (credentialsURI.trim().length > 8) expect((error as Error).message).not.toContain(credentialsURI)
  })

  it('R43 opens http to any host with allowHttp, but no other scheme and no password', () => {
    expect(() => fromCredentialsUri({ credentialsURI: 'http://10.0.0.1/', allowHttp: true })).not.toThrow()
    expect(thrown(() => fromCredentialsUri({ credentialsURI: 'ftp://10.0.0.1/', allowHttp: true }))).toMatchObject({
      field: 'credentialsURI',
    })
    expect(thrown(() => fromCredentialsUri({ credentialsURI: `http://u:${SECRET}@10.0.0.1/`, allowHttp: true }))).toMatchObject({
      field: 'credentialsURI',
    })
  })

  it('refuses what is not text, and options that nobody reads', () => {
    expect(thrown(() => fromCredentialsUri({ credentialsURI: 5 as never }))).toMatchObject({ field: 'credentialsURI' })
    const error = thrown(() => fromCredentialsUri({ credentials_uri: URI } as never))
    expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'credentials_uri', hint: expect.stringContaining('credentialsURI') })
  })

  it.each([-1, Number.POSITIVE_INFINITY, 'soon', {}])('refuses %j as a time-out', (value) => {
    for (const name of ['timeout', 'connectTimeout']) {
      expect(thrown(() => fromCredentialsUri({ [name]: value }))).toMatchObject({ code: 'ERR_INVALID_OPTION', field: name })
    }
  })

  it('R32 takes the variable at the call; without one it is skippable and nothing is asked', async () => {
    const fetch = createScriptedFetch([{ body }])
    const env: Record<string, string> = {}
    const provider = fromCredentialsUri({ env, fetch, refresh: createFakeClock() })
    await expect(provider()).rejects.toMatchObject({
      code: 'ERR_CREDENTIALS_NOT_CONFIGURED',
      skippable: true,
      field: 'ALIBABA_CLOUD_CREDENTIALS_URI',
    })
    expect(fetch.requests).toHaveLength(0)
    env.ALIBABA_CLOUD_CREDENTIALS_URI = ` ${URI}\n`
    expect(await provider()).toMatchObject({ accessKeyId: body.AccessKeyId })
    expect(fetch.requests[0]?.url).toBe(URI)
  })

  it('R32 R43 refuses a variable that cannot be used, with no request, and does not let a chain pass it over', async () => {
    const fetch = createScriptedFetch([])
    for (const address of ['undefined', 'http://10.0.0.1/']) {
      const error = await fromCredentialsUri({ env: { ALIBABA_CLOUD_CREDENTIALS_URI: address }, fetch })().catch((error: unknown) => error)
      expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'ALIBABA_CLOUD_CREDENTIALS_URI', skippable: false })
    }
    expect(fetch.requests).toHaveLength(0)
  })
})

describe('the options of fromCredentialsUri', () => {
  it.each([
    ['allowHttp', 'false'],
    ['fetch', {}],
    ['fetch', null],
    ['timeout', Number.NaN],
    ['timeout', Symbol('s')],
    ['connectTimeout', ''],
    ['refresh', null],
    ['refresh', 5],
  ])('R11 refuse %s as %s, by its name', (name, value) => {
    expect(thrown(() => fromCredentialsUri({ [name as string]: value }))).toMatchObject({ code: 'ERR_INVALID_OPTION', field: name })
  })

  it.each([null, 5, 'text', () => {}])('R11 refuse %s in their place', (value) => {
    expect(thrown(() => fromCredentialsUri(value as never))).toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'options' })
  })
})
