import { createFakeClock, createScriptedFetch, findCanary, type ScriptedAnswer } from '@x/credentials-core/testing'
import { describe, expect, it } from 'vitest'
import { type FromOAuthOptions, fromOAuth, type OAuthLogin } from './index.ts'

const SECRET = 'canarySecret7f3Kq9ZbT2mXv5Lp8'
const NOW = Date.UTC(2030, 0, 1) / 1000
const key = { accessKeyId: 'STS.x', accessKeySecret: SECRET, securityToken: 'token', expiration: '2030-01-01T01:00:00Z', requestId: 'r' }
const renewed = { access_token: 'new-access', refresh_token: 'new-refresh', expires_in: 7200, token_type: 'Bearer' }

const setUp = (answers: ScriptedAnswer[], options: Partial<FromOAuthOptions> = {}) => {
  const clock = createFakeClock()
  const fetch = createScriptedFetch(answers)
  const saved: unknown[] = []
  const provider = fromOAuth({
    siteType: 'CN',
    refreshToken: `refresh${SECRET}`,
    saveLogin: async (next, before) => void saved.push([next, before.refreshToken]),
    fetch,
    refresh: clock,
    ...options,
  })
  return { clock, fetch, saved, provider }
}
const failure = async (answers: ScriptedAnswer[], options: Partial<FromOAuthOptions> = {}): Promise<Record<string, unknown>> => {
  const error = await setUp(answers, options)
    .provider()
    .then(
      () => Promise.reject(new Error('succeeded')),
      (error) => error,
    )
  expect(findCanary(SECRET, error, error.stack)).toEqual([])
  return error
}

describe('fromOAuth', () => {
  it('E97 renews the login, keeps it, and exchanges it', async () => {
    const { provider, fetch, saved } = setUp([{ body: renewed }, { body: key }])
    expect(await provider()).toMatchObject({ type: 'sts', accessKeyId: 'STS.x', accessKeySecret: SECRET, providerName: 'oauth' })
    const [token, exchange] = fetch.requests
    expect(token).toMatchObject({ url: 'https://oauth.aliyun.com/v1/token', method: 'POST', redirect: 'manual' })
    expect(Object.fromEntries(new URLSearchParams(String(token?.body)))).toEqual({
      grant_type: 'refresh_token',
      refresh_token: `refresh${SECRET}`,
      client_id: '4038181954557748008',
      Timestamp: '2030-01-01T00:00:00Z',
    })
    expect(exchange).toMatchObject({
      url: 'https://oauth.aliyun.com/v1/exchange',
      body: '',
      headers: { authorization: 'Bearer new-access' },
    })
    expect(saved).toEqual([[{ accessToken: 'new-access', accessTokenExpire: NOW + 7200, refreshToken: 'new-refresh' }, `refresh${SECRET}`]])
  })

  it('knows the two sites', async () => {
    const { provider, fetch } = setUp([{ body: { ...renewed, expires_in: undefined } }, { body: key }], { siteType: 'INTL' })
    await provider()
    expect(fetch.requests.map(({ url }) => new URL(url).host)).toEqual(['oauth.alibabacloud.com', 'oauth.alibabacloud.com'])
    expect(String(fetch.requests[0]?.body)).toContain('client_id=4103531455503354461')
  })

  it('reads members of either case', async () => {
    const body = { AccessKeyId: 'STS.y', AccessKeySecret: 's', SecurityToken: 't', Expiration: key.expiration }
    expect(await setUp([{ body: renewed }, { body }]).provider()).toMatchObject({ accessKeyId: 'STS.y' })
  })

  it.each([
    [1201, 1],
    [1200, 2],
    [-5, 2],
  ])('with %i s of the access token left sends %i requests', async (left, count) => {
    const { provider, fetch } = setUp(count === 1 ? [{ body: key }] : [{ body: renewed }, { body: key }], {
      accessToken: 'old-access',
      accessTokenExpire: NOW + left,
    })
    await provider()
    expect(fetch.requests).toHaveLength(count)
  })

  it('uses an access token as it is without a refresh token, until it has ended', async () => {
    const options = { accessToken: 'alone', refreshToken: undefined }
    const { provider, fetch } = setUp([{ body: key }], { ...options, accessTokenExpire: NOW + 5 })
    await provider()
    expect(fetch.requests).toMatchObject([{ headers: { authorization: 'Bearer alone' } }])
    expect(await failure([], { ...options, accessTokenExpire: NOW - 5 })).toMatchObject({ code: 'ERR_CREDENTIALS_LOGIN_REQUIRED' })
  })

  it('R59 takes a login that another process renewed', async () => {
    const theirs: OAuthLogin = { accessToken: 'theirs', accessTokenExpire: NOW + 3000, refreshToken: 'their-refresh' }
    const early = setUp([{ body: key }], { readLogin: async () => theirs })
    await early.provider()
    expect(early.fetch.requests).toMatchObject([{ headers: { authorization: 'Bearer theirs' } }])
    // A moment too late: the token is used up when the request arrives.
    const states: OAuthLogin[] = [{}, theirs]
    const late = setUp([{ status: 400, body: { error: 'invalid_grant' } }, { body: key }], {
      readLogin: async () => states.shift() ?? theirs,
    })
    await late.provider()
    expect(late.fetch.requests).toMatchObject([{}, { headers: { authorization: 'Bearer theirs' } }])
  })

  it('R57 goes on with its own login when the store fails', async () => {
    const broken = async (): Promise<never> => Promise.reject(new Error('disk full'))
    const options = { readLogin: broken, saveLogin: broken, saveCredentials: broken }
    const second = { ...key, accessKeyId: 'STS.second', expiration: '2030-01-01T02:00:00Z' }
    const { provider, clock, fetch } = setUp([{ body: renewed }, { body: key }, { body: second }], options)
    expect(await provider()).toMatchObject({ accessKeyId: 'STS.x' })
    await clock.advance(59.5 * 60_000)
    expect(await provider()).toMatchObject({ accessKeyId: 'STS.second' })
    expect(fetch.requests[2]).toMatchObject({ headers: { authorization: 'Bearer new-access' } })
  })

  it('R57 R69 a caller who leaves during a renewal leaves at once, and the renewal goes on until it is saved', async () => {
    let answer = (): void => {}
    const until = new Promise<void>((resolve) => {
      answer = resolve
    })
    const { provider, fetch, saved, clock } = setUp([{ body: renewed, until }, { body: key }])
    for (const reason of ['gone', 'gone too']) {
      const leaving = new AbortController()
      const left = provider({ signal: leaving.signal }).catch((error: unknown) => error)
      await clock.advance(0)
      leaving.abort(reason)
      expect(await left).toBe(reason)
    }
    expect(fetch.requests[0]?.signal?.aborted).toBe(false)
    const third = provider()
    answer()
    expect(await third).toMatchObject({ accessKeyId: 'STS.x' })
    expect(saved).toMatchObject([[{ refreshToken: 'new-refresh' }, `refresh${SECRET}`]])
    expect(fetch.requests.map(({ url }) => new URL(url).pathname)).toEqual(['/v1/token', '/v1/exchange'])
  })

  it('R72 keeps the request alive until a renewal is saved, although its caller has left', async () => {
    const kept: Promise<unknown>[] = []
    let answer = (): void => {}
    const until = new Promise<void>((resolve) => {
      answer = resolve
    })
    const waitUntil = (work: Promise<unknown>): void => void kept.push(work)
    const { provider, saved, clock } = setUp([{ body: renewed, until }], { refresh: { ...createFakeClock(), waitUntil } })
    const leaving = new AbortController()
    const left = provider({ signal: leaving.signal }).catch((error: unknown) => error)
    await clock.advance(0)
    leaving.abort('gone')
    expect(await left).toBe('gone')
    answer()
    await Promise.all(kept)
    expect(saved).toHaveLength(1)
  })

  it("R57 the cache's own time-out does not cut a renewal off", async () => {
    let answer = (): void => {}
    const until = new Promise<void>((resolve) => {
      answer = resolve
    })
    const clock = createFakeClock()
    const { provider, fetch, saved } = setUp([{ body: renewed, until }, { body: key }], { refresh: { ...clock, timeout: 150 } })
    const late = provider().catch((error: unknown) => error)
    await clock.advance(200)
    expect(await late).toMatchObject({ code: 'ERR_TIMEOUT' })
    answer()
    await clock.advance(60_000)
    expect(saved).toHaveLength(1)
    expect(await provider()).toMatchObject({ accessKeyId: 'STS.x' })
    expect(fetch.requests).toHaveLength(2)
  })

  it.each<[string, unknown]>([
    [
      'throws at once',
      () => {
        throw new Error('no store')
      },
    ],
    ['gives nothing', () => undefined],
  ])('R57 goes on with its own login when the store %s', async (_, store) => {
    const options = { readLogin: store, saveLogin: store, saveCredentials: store } as Partial<FromOAuthOptions>
    const second = { ...key, accessKeyId: 'STS.second', expiration: '2030-01-01T02:00:00Z' }
    const { provider, clock, fetch } = setUp([{ body: renewed }, { body: key }, { body: second }], options)
    expect(await provider()).toMatchObject({ accessKeyId: 'STS.x' })
    await clock.advance(59.5 * 60_000)
    expect(await provider()).toMatchObject({ accessKeyId: 'STS.second' })
    expect(fetch.requests[2]).toMatchObject({ headers: { authorization: 'Bearer new-access' } })
  })

  it('R59 never takes a login back that it has used up, whatever end that has', async () => {
    const kept: OAuthLogin = { accessTokenExpire: NOW + 1e6, refreshToken: `refresh${SECRET}` }
    const second = { ...key, accessKeyId: 'STS.second', expiration: '2030-01-01T02:00:00Z' }
    const { provider, clock, fetch } = setUp([{ body: renewed }, { body: key }, { body: second }], { readLogin: async () => kept })
    await provider()
    await clock.advance(59.5 * 60_000)
    await provider()
    expect(fetch.requests[2]).toMatchObject({ headers: { authorization: 'Bearer new-access' } })
  })

  it('R71 renews under the lock, unless another did while it waited; without one all the same', async () => {
    const theirs: OAuthLogin = { accessToken: 'theirs', accessTokenExpire: NOW + 3000, refreshToken: 'their-refresh' }
    const states: OAuthLogin[] = [{}, theirs]
    const taken = setUp([{ body: key }], { readLogin: async () => states.shift() ?? theirs, withLock: (work) => work() })
    await taken.provider()
    expect(taken.fetch.requests).toMatchObject([{ headers: { authorization: 'Bearer theirs' } }])
    const withLock = async (): Promise<never> => Promise.reject(new Error('ELOCKED'))
    const free = setUp([{ body: renewed }, { body: key }], { withLock })
    expect(await free.provider()).toMatchObject({ accessKeyId: 'STS.x' })
    expect(await failure([{ status: 400 }], { withLock: (work) => work() })).toMatchObject({ code: 'ERR_CREDENTIALS_LOGIN_REQUIRED' })
  })

  it.each([
    [400, 'ERR_CREDENTIALS_LOGIN_REQUIRED', false],
    [401, 'ERR_CREDENTIALS_LOGIN_REQUIRED', false],
    [403, 'ERR_CREDENTIALS_DENIED', false],
    [429, 'ERR_SERVICE', true],
    [503, 'ERR_SERVICE', true],
  ])('turns status %i of a renewal into %s', async (status, code, retryable) => {
    const body = { error: 'invalid_grant', error_description: SECRET, requestId: SECRET }
    const error = await failure([{ status, body }])
    expect(error).toMatchObject({ code, retryable })
    expect(error.message).toContain(`status ${status}, invalid_grant`)
  })

  it('R49 refuses answers that lack something, naming it', async () => {
    for (const [body, field] of [
      [{ ...renewed, access_token: '' }, 'access_token'],
      [{ ...renewed, access_token: `${SECRET} x` }, 'access_token'],
      [{ ...renewed, refresh_token: [SECRET] }, 'refresh_token'],
      [{ ...renewed, expires_in: SECRET }, 'expires_in'],
      [`<html>${SECRET}`, 'access_token'],
    ] as const) {
      expect(await failure([{ body }])).toMatchObject({ code: 'ERR_BAD_RESPONSE', field })
    }
    for (const [name, field] of [
      ['accessKeyId', 'AccessKeyId'],
      ['accessKeySecret', 'AccessKeySecret'],
      ['securityToken', 'SecurityToken'],
      ['expiration', 'Expiration'],
    ] as const) {
      for (const value of [undefined, null, '', { a: SECRET }]) {
        expect(await failure([{ body: renewed }, { body: { ...key, [name]: value } }])).toMatchObject({ code: 'ERR_BAD_RESPONSE', field })
      }
    }
  })

  it('refuses wrong options at once', () => {
    for (const [options, field] of [
      [{ siteType: 'constructor' }, 'siteType'],
      [{ siteType: undefined }, 'siteType'],
      [{ refreshToken: undefined }, 'refreshToken'],
      [{ refreshToken: `${SECRET}\n` }, 'refreshToken'],
      [{ accessToken: '' }, 'accessToken'],
      [{ endpoint: 'http://oauth.test' }, 'endpoint'],
      [{ oauth_site_type: 'CN' }, 'oauth_site_type'],
      [{ fetch: 'x' }, 'fetch'],
      [{ saveLogin: {} }, 'saveLogin'],
      [{ readLogin: null }, 'readLogin'],
      [{ accessTokenExpire: 'soon' }, 'accessTokenExpire'],
      [{ accessTokenExpire: Number.NaN }, 'accessTokenExpire'],
      [{ accessTokenExpire: -1 }, 'accessTokenExpire'],
      [{ accessTokenExpire: NOW * 1000 }, 'accessTokenExpire'],
    ] as const) {
      expect(() => setUp([], options as never)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field }))
    }
    expect(() => fromOAuth(null as never)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION' }))
  })
})
