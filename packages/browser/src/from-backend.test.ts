import { createFakeClock, createScriptedFetch, type ScriptedAnswer } from '@x/credentials-core/testing'
import { describe, expect, it, vi } from 'vitest'
import { createBackend, failure, keysAnswer, thrown } from '../test/backend-script.ts'
import { fromBackend } from './from-backend.ts'

const url = 'https://app.example.com/credentials'
const setUp = (answers: ScriptedAnswer[], options = {}) => {
  const clock = createFakeClock()
  const fetch = createScriptedFetch(answers)
  return { clock, fetch, provider: fromBackend({ url, tabs: false, fetch, refresh: { ...clock }, ...options }) }
}

describe('fromBackend', () => {
  it('gives the keys of the back end, asked with cookies and without a cache', async () => {
    const { fetch, provider } = setUp([keysAnswer(1)])
    expect(await provider()).toMatchObject({
      type: 'sts',
      providerName: 'backend',
      accessKeyId: 'STS.exampleKeyOfPage1',
      accessKeySecret: 'exampleSecretOfPage1',
      securityToken: 'exampleTokenOfPage1',
      expiration: new Date('2030-01-01T00:15:00Z'),
    })
    expect(fetch.requests).toMatchObject([
      { url, method: 'POST', headers: {}, credentials: 'include', cache: 'no-store', redirect: 'manual' },
    ])
  })

  it('R15 asks once for a thousand callers', async () => {
    const { fetch, provider } = setUp([keysAnswer(1)])
    await Promise.all(Array.from({ length: 1000 }, () => provider()))
    expect(fetch.requests).toHaveLength(1)
  })

  it('R16 R18 serves the keys at hand for 10 minutes, then asks in the background', async () => {
    const clock = createFakeClock()
    const fetch = createBackend(clock.now)
    const provider = fromBackend({ url, tabs: false, fetch, refresh: { ...clock } })
    await provider()
    await clock.advance(599_000)
    await provider()
    expect(fetch.requests).toHaveLength(1)
    await clock.advance(2000)
    expect((await provider()).accessKeyId).toBe('STS.exampleKeyOfPage1')
    await clock.advance(0)
    expect((await provider()).accessKeyId).toBe('STS.exampleKeyOfPage2')
    expect(fetch.requests).toHaveLength(2)
  })

  it('sends the headers that it asks for at each request, and no cookies where they are not wanted', async () => {
    let token = 0
    const headers = async () => ({ authorization: `Bearer ${++token}` })
    const { clock, fetch, provider } = setUp([keysAnswer(1), keysAnswer(2, Date.UTC(2030, 0, 1, 0, 16))], { headers, cookies: false })
    await provider()
    await clock.advance(16 * 60_000)
    await provider()
    expect(fetch.requests).toMatchObject([
      { headers: { authorization: 'Bearer 1' }, credentials: 'omit' },
      { headers: { authorization: 'Bearer 2' }, credentials: 'omit' },
    ])
  })

  it('R25 names the key that a service rejected, and gives the next', async () => {
    const { fetch, provider } = setUp([keysAnswer(1), keysAnswer(2)])
    const { accessKeyId } = await provider()
    expect((await provider({ rejectedKeyId: accessKeyId })).accessKeyId).toBe('STS.exampleKeyOfPage2')
    expect(fetch.requests[1]?.headers).toMatchObject({ 'x-rejected-key-id': accessKeyId })
  })

  it.each([
    [401, 'ERR_CREDENTIALS_LOGIN_REQUIRED', false, 'Log in'],
    [403, 'ERR_CREDENTIALS_DENIED', false, 'origins'],
    [404, 'ERR_SERVICE', true, 'credentialsHandler'],
    [405, 'ERR_SERVICE', true, 'POST and OPTIONS'],
    [429, 'ERR_SERVICE', true, 'log'],
    [500, 'ERR_SERVICE', true, 'onError'],
  ])('R11 says what to do about status %i', async (status, code, retryable, hint) => {
    const { provider } = setUp([{ status }])
    const error = await failure(provider())
    expect(error).toMatchObject({ code, retryable, provider: 'backend', attempts: [{ host: 'app.example.com', status, code }] })
    expect(error.hint).toContain(hint)
    expect(error.message).not.toContain('/credentials')
  })

  it('takes a redirect for the end of the session, and does not follow it', async () => {
    for (const answer of [{ status: 302, headers: { location: 'https://login.example.com' } }, { status: 0 }]) {
      const { fetch, provider } = setUp([answer as ScriptedAnswer])
      expect(await failure(provider())).toMatchObject({ code: 'ERR_CREDENTIALS_LOGIN_REQUIRED', hint: expect.stringContaining('Log in') })
      expect(fetch.requests).toHaveLength(1)
    }
  })

  it('R24 drops keys that are still valid when the session has ended, asks no more than once a second, and works after a new login', async () => {
    const { clock, fetch, provider } = setUp([keysAnswer(1), { status: 401 }, keysAnswer(2, Date.UTC(2030, 0, 1, 0, 11))])
    await provider()
    await clock.advance(601_000)
    await provider()
    await clock.advance(0)
    for (let call = 0; call < 100; call++) await expect(provider()).rejects.toMatchObject({ code: 'ERR_CREDENTIALS_LOGIN_REQUIRED' })
    expect(fetch.requests).toHaveLength(2)
    await clock.advance(3000)
    expect((await provider()).accessKeyId).toBe('STS.exampleKeyOfPage2')
  })

  it.each([
    ['Expiration', { Expiration: undefined }],
    ['Expiration', { Expiration: 'soon' }],
    ['AccessKeyId', { AccessKeyId: 7 }],
    ['AccessKeySecret', { AccessKeySecret: '' }],
    ['SecurityToken', { SecurityToken: null }],
    ['Code', { Code: 'Failed' }],
  ])('R49 names the member that is missing: %s', async (field, changes) => {
    const { provider } = setUp([keysAnswer(1, undefined, changes)])
    expect(await failure(provider())).toMatchObject({ code: 'ERR_BAD_RESPONSE', field, retryable: true })
  })

  it('R49 R50 refuses a page in place of keys, and what is too long', async () => {
    expect(await failure(setUp([{ body: '<!doctype html><title>App</title>' }]).provider())).toMatchObject({ code: 'ERR_BAD_RESPONSE' })
    expect(await failure(setUp([{ body: ' '.repeat(65_537) }]).provider())).toMatchObject({ code: 'ERR_TOO_LARGE' })
  })

  it('R77 goes by how long the keys last where the clock of the user is wrong', async () => {
    for (const minutes of [20, -20]) {
      const real = Date.UTC(2030, 0, 1) + minutes * 60_000
      const { clock, fetch, provider } = setUp([keysAnswer(1, real), keysAnswer(2, real + 600_000)])
      expect((await provider()).expiration).toEqual(new Date('2030-01-01T00:15:00Z'))
      await clock.advance(599_000)
      await provider()
      expect(fetch.requests).toHaveLength(1)
    }
  })

  it('ends the same keys at the same time, however late they are given again', async () => {
    const { clock, provider } = setUp([
      keysAnswer(1, Date.UTC(2029, 11, 31, 23, 40)),
      keysAnswer(1, Date.UTC(2029, 11, 31, 23, 40), { ExpiresIn: 299 }),
    ])
    const first = await provider()
    await clock.advance(601_000)
    await provider()
    await clock.advance(0)
    expect((await provider()).expiration).toEqual(first.expiration)
  })

  describe('without a connection', () => {
    const offline = { error: new TypeError('Failed to fetch') }

    it('says that the browser is offline, where it is', async () => {
      vi.stubGlobal('navigator', { onLine: false })
      try {
        const error = await failure(setUp([offline]).provider())
        expect(error).toMatchObject({ code: 'ERR_NETWORK', host: 'app.example.com', retryable: true })
        expect(error.message).toContain('the browser is offline')
      } finally {
        vi.unstubAllGlobals()
      }
    })

    it('speaks of CORS otherwise, as a browser tells no more', async () => {
      expect(await failure(setUp([offline]).provider())).toMatchObject({ code: 'ERR_NETWORK', hint: expect.stringContaining('CORS') })
    })

    it('R20 serves keys that are valid, and gets new ones once it is back', async () => {
      const { clock, fetch, provider } = setUp([keysAnswer(1), offline, keysAnswer(2, Date.UTC(2030, 0, 1, 0, 15))])
      await provider()
      await clock.advance(601_000)
      for (let call = 0; call < 100; call++) expect((await provider()).accessKeyId).toBe('STS.exampleKeyOfPage1')
      expect(fetch.requests).toHaveLength(2)
      await clock.advance(299_000)
      expect((await provider()).accessKeyId).toBe('STS.exampleKeyOfPage2')
    })

    it('R51 gives up on a back end that says nothing', async () => {
      const { clock, provider } = setUp([{ hang: true }], { timeout: 3000 })
      const error = failure(provider())
      await clock.advance(3000)
      expect(await error).toMatchObject({ code: 'ERR_TIMEOUT' })
    })
  })

  it('R70 sends nothing for a caller whose signal has aborted, and keeps the reason', async () => {
    const { fetch, provider } = setUp([])
    await expect(provider({ signal: AbortSignal.abort('gone') })).rejects.toBe('gone')
    expect(fetch.requests).toHaveLength(0)
  })

  it.each([
    [{ url: '' }, 'url'],
    [{ url: 'http://app.example.com/credentials' }, 'url'],
    [{ url: 'ftp://app.example.com' }, 'url'],
    [{ url: 'https://user:pass@app.example.com' }, 'url'],
    [{ url, headers: { authorization: 'x' } }, 'headers'],
    [{ url, cookies: 'yes' }, 'cookies'],
    [{ url, account: 7 }, 'account'],
    [{ url, tabs: true }, 'tabs'],
    [{ url, tabs: {} }, 'tabs'],
    [{ url, timeout: -1 }, 'timeout'],
    [{ url, fetch: 5 }, 'fetch'],
    [{ url, fetch: null }, 'fetch'],
    [{ url, session_name: 'x' }, 'session_name'],
    [undefined, 'url'],
  ])('refuses %j at once', (options, field) => {
    expect(thrown(() => fromBackend(options as never))).toMatchObject({ code: 'ERR_INVALID_OPTION', field })
  })

  it('can be made where there is no page, and says so when it is called there', async () => {
    const provider = fromBackend({ url: '/credentials' })
    expect(await failure(provider())).toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'url', hint: 'Give the full address.' })
  })

  it('takes plain http on this machine alone', async () => {
    for (const host of ['localhost:3000', '127.0.0.1:3000', '[::1]:3000']) {
      const fetch = createScriptedFetch([keysAnswer(1)])
      await fromBackend({ url: `http://${host}/credentials`, tabs: false, fetch, refresh: createFakeClock() as never })()
      expect(fetch.requests).toHaveLength(1)
    }
  })
})
