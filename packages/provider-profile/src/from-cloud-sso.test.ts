import { createFakeClock, createScriptedFetch, findCanary, type ScriptedAnswer } from '@x/credentials-core/testing'
import { describe, expect, it } from 'vitest'
import { type FromCloudSsoOptions, fromCloudSso } from './index.ts'

const SECRET = 'canarySecret7f3Kq9ZbT2mXv5Lp8'
const key = { AccessKeyId: 'STS.x', AccessKeySecret: SECRET, SecurityToken: 'token', Expiration: '2030-01-01T01:00:00Z' }
const login = { signInUrl: 'https://signin.test/start', accountId: 'account', accessConfig: 'config', accessToken: `token${SECRET}` }

const setUp = (answers: ScriptedAnswer[], options: Partial<FromCloudSsoOptions> = {}) => {
  const clock = createFakeClock()
  const fetch = createScriptedFetch(answers)
  return { clock, fetch, provider: fromCloudSso({ ...login, fetch, refresh: clock, ...options }) }
}
const failure = async (answer: ScriptedAnswer): Promise<Record<string, unknown>> => {
  const error = await setUp([answer])
    .provider()
    .then(
      () => Promise.reject(new Error('succeeded')),
      (error) => error,
    )
  expect(findCanary(SECRET, error, error.stack)).toEqual([])
  return error
}

describe('fromCloudSso', () => {
  it('E96 sends both ids and the token, and follows no redirect', async () => {
    const { provider, fetch } = setUp([{ body: { CloudCredential: key } }])
    expect(await provider()).toMatchObject({ type: 'sts', accessKeyId: 'STS.x', accessKeySecret: SECRET, providerName: 'cloud_sso' })
    expect(fetch.requests).toMatchObject([
      {
        url: 'https://signin.test/cloud-credentials',
        method: 'POST',
        redirect: 'manual',
        headers: { accept: 'application/json', 'content-type': 'application/json', authorization: `Bearer ${login.accessToken}` },
        body: '{"AccountId":"account","AccessConfigurationId":"config"}',
      },
    ])
  })

  it('E96 sends nothing when the login has ended, also later', async () => {
    const { provider, clock, fetch } = setUp([{ body: { CloudCredential: key } }], {
      accessTokenExpire: Date.UTC(2030, 0, 1) / 1000 + 1800,
    })
    await provider()
    await clock.advance(3_600_000)
    await expect(provider()).rejects.toMatchObject({ code: 'ERR_CREDENTIALS_LOGIN_REQUIRED', field: 'accessTokenExpire', retryable: false })
    expect(fetch.requests).toHaveLength(1)
  })

  it.each([
    [400, 'ERR_SERVICE', false],
    [401, 'ERR_CREDENTIALS_LOGIN_REQUIRED', false],
    [403, 'ERR_CREDENTIALS_DENIED', false],
    [404, 'ERR_SERVICE', false],
    [429, 'ERR_SERVICE', true],
    [500, 'ERR_SERVICE', true],
    [302, 'ERR_BAD_RESPONSE', false],
  ])('R44 turns status %i into %s', async (status, code, retryable) => {
    const body = { ErrorCode: 'Forbidden.User', ErrorMessage: SECRET, RequestId: SECRET }
    expect(await failure({ status, body, headers: { location: `https://elsewhere/${SECRET}` } })).toMatchObject({ code, retryable })
  })

  it('R3 tells of a refusal its status, a code in letters and the request id', async () => {
    const RequestId = '01234567-89AB-CDEF-0123-456789ABCDEF'
    const error = await failure({ status: 403, body: { ErrorCode: 'Forbidden.User', ErrorMessage: SECRET, RequestId } })
    expect(error.message).toContain(`status 403, Forbidden.User, RequestId ${RequestId}`)
    expect(error.attempts).toMatchObject([{ host: 'signin.test', action: 'CloudCredentials', status: 403, code: 'Forbidden.User' }])
    expect((await failure({ status: 403, body: { ErrorCode: SECRET } })).message).not.toContain('canary')
  })

  it.each(['AccessKeyId', 'AccessKeySecret', 'SecurityToken', 'Expiration'])('R49 R26 refuses a wrong %s, naming it', async (field) => {
    for (const value of [undefined, null, '', [SECRET], { a: SECRET }, `${SECRET} x`]) {
      expect(await failure({ body: { CloudCredential: { ...key, [field]: value } } })).toMatchObject({ code: 'ERR_BAD_RESPONSE', field })
    }
  })

  it.each<[string, ScriptedAnswer, string]>([
    ['no object', { body: { CloudCredential: SECRET } }, 'ERR_BAD_RESPONSE'],
    ['HTML', { body: `<html>${SECRET}` }, 'ERR_BAD_RESPONSE'],
    ['R39 a prototype', { body: `{"__proto__": {"CloudCredential": ${JSON.stringify(key)}}}` }, 'ERR_BAD_RESPONSE'],
    ['R50 256 KiB and a byte', { body: JSON.stringify({ CloudCredential: key }).padEnd(256 * 1024 + 1) }, 'ERR_TOO_LARGE'],
    ['R5 no answer', { error: Object.assign(new Error(SECRET), { code: 'ECONNREFUSED' }) }, 'ERR_NETWORK'],
  ])('refuses %s without quoting it', async (_, answer, code) => {
    expect(await failure(answer)).toMatchObject({ code })
  })

  it('refuses wrong options at once', () => {
    for (const [options, field] of [
      [{ signInUrl: '' }, 'signInUrl'],
      [{ signInUrl: 'signin.test' }, 'signInUrl'],
      [{ signInUrl: 'http://signin.test/' }, 'signInUrl'],
      [{ signInUrl: `https://${SECRET}@signin.test/` }, 'signInUrl'],
      [{ signInUrl: 'https://signin.test:0/' }, 'signInUrl'],
      [{ accountId: undefined }, 'accountId'],
      [{ accessConfig: '' }, 'accessConfig'],
      [{ accessToken: '' }, 'accessToken'],
      [{ accessToken: `${SECRET}\n` }, 'accessToken'],
      [{ timeout: -1 }, 'timeout'],
      [{ fetch: 'x' }, 'fetch'],
      [{ accessTokenExpire: '5' }, 'accessTokenExpire'],
      [{ accessTokenExpire: Date.UTC(2030, 0, 1) }, 'accessTokenExpire'],
      [{ sign_in_url: 'x' }, 'sign_in_url'],
    ] as const) {
      expect(() => setUp([], options as never)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field }))
    }
    expect(() => fromCloudSso(null as never)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION' }))
    expect(() => setUp([], { signInUrl: 'http://localhost:4000/' })).not.toThrow()
  })
})
