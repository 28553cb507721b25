import { createFakeClock, createScriptedFetch, type ScriptedAnswer, type ScriptedFetch } from '@x/credentials-core/testing'
import { describe, expect, it } from 'vitest'
import { thrown } from '../test/backend-script.ts'
import { type CredentialsHandlerOptions, credentialsHandler } from './credentials-handler.ts'

const ORIGIN = 'https://app.example.com'
const cyclic: Record<string, unknown> = { Version: '1' }
cyclic.self = cyclic
const POLICY = { Version: '1', Statement: [{ Effect: 'Allow', Action: 'ocr:*', Resource: '*' }] } as const
const usual = {
  provider: async () => ({ accessKeyId: 'LTAIexampleOfServer', accessKeySecret: 'exampleSecretOfServer' }),
  roleArn: 'acs:ram::1234567890123456:role/page',
  policy: POLICY,
  origins: [ORIGIN, 'http://localhost:3000'],
  session: () => ({ name: 'user-1' }),
  env: {},
} satisfies CredentialsHandlerOptions

function setUp(options: Partial<CredentialsHandlerOptions> = {}, script?: ScriptedAnswer[]) {
  const clock = createFakeClock()
  const errors: unknown[] = []
  const fetch: ScriptedFetch = createScriptedFetch(
    script ??
      (() => ({
        body: {
          Credentials: {
            AccessKeyId: `STS.exampleKeyId${fetch.requests.length}`,
            AccessKeySecret: 'exampleSecret',
            SecurityToken: 'exampleToken',
            Expiration: new Date(clock.now() + 900_000).toISOString(),
          },
        },
      })),
  )
  const onError = (error: unknown) => errors.push(error)
  const handler = credentialsHandler({ ...usual, fetch, refresh: { ...clock }, onError, ...options })
  const forms = () => fetch.requests.map(({ body }) => Object.fromEntries(new URLSearchParams(String(body))))
  return { clock, errors, fetch, forms, handler }
}

const ask = (headers: Record<string, string> = {}, init: RequestInit = {}) =>
  new Request(`${ORIGIN}/credentials`, { method: 'POST', ...init, headers: { origin: ORIGIN, ...headers } })

describe('credentialsHandler', () => {
  it('assumes the role for 15 minutes, with the policy, in the name of the session', async () => {
    const { forms, handler } = setUp()
    const answer = await handler(ask())
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({
      Code: 'Success',
      AccessKeyId: 'STS.exampleKeyId1',
      AccessKeySecret: 'exampleSecret',
      SecurityToken: 'exampleToken',
      Expiration: '2030-01-01T00:15:00.000Z',
      ExpiresIn: 900,
    })
    expect(forms()).toMatchObject([
      {
        Action: 'AssumeRole',
        RoleArn: usual.roleArn,
        RoleSessionName: 'user-1',
        DurationSeconds: '900',
        Policy: JSON.stringify(POLICY),
        AccessKeyId: 'LTAIexampleOfServer',
      },
    ])
  })

  it('lets no cache keep an answer, whatever it is', async () => {
    const { handler } = setUp()
    for (const request of [ask(), ask({}, { method: 'OPTIONS' }), ask({}, { method: 'GET' }), ask({ origin: 'https://evil.example' })]) {
      const { headers } = await handler(request)
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('vary')).toBe('Origin')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    }
  })

  describe('R62 origins', () => {
    it.each([
      'https://app.example.com.evil.example',
      'https://evil-app.example.com',
      'https://evilapp.example.com',
      'https://x.app.example.com',
      'https://example.com',
      'http://app.example.com',
      'https://app.example.com:8443',
      'https://app.example.com/',
      'https://APP.example.com',
      'https://app.example.com, https://evil.example',
      'https://app.example.com@evil.example',
      'http://localhost:3001',
      'null',
      '',
      '*',
    ])('refuses %j, with no word for its page and nothing asked of anybody', async (origin) => {
      let sessions = 0
      const { fetch, handler } = setUp({ session: () => ({ name: `user-${++sessions}` }) })
      for (const method of ['POST', 'OPTIONS']) {
        const answer = await handler(ask({ origin }, { method }))
        expect(answer.status).toBe(403)
        expect(await answer.text()).toBe('')
        expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
      }
      expect([sessions, fetch.requests.length]).toEqual([0, 0])
    })

    it('refuses a request that shows none, which no page would send', async () => {
      const { handler } = setUp()
      expect((await handler(new Request(`${ORIGIN}/credentials`, { method: 'POST' }))).status).toBe(403)
    })

    it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH'])('refuses %s', async (method) => {
      const answer = await setUp().handler(ask({}, { method }))
      expect([answer.status, await answer.text(), answer.headers.get('allow')]).toEqual([405, '', 'POST, OPTIONS'])
    })

    it.each(['navigate', 'no-cors', 'websocket'])('refuses what no script sent, such as a form: %s', async (mode) => {
      expect((await setUp().handler(ask({ 'sec-fetch-mode': mode }))).status).toBe(403)
    })

    it.each(['cors', 'same-origin'])('takes what a script sent: %s', async (mode) => {
      expect((await setUp().handler(ask({ 'sec-fetch-mode': mode }))).status).toBe(200)
    })

    it('refuses a long body, unread', async () => {
      expect((await setUp().handler(ask({ 'content-length': '1048576' }))).status).toBe(413)
    })

    it('lets a page of a listed origin read keys and refusals', async () => {
      const { handler } = setUp({ session: (request) => request.headers.has('x-user') && { name: 'user-1' } })
      for (const headers of [{ 'x-user': '1' }, {}]) {
        const answer = await handler(ask({ origin: 'http://localhost:3000', ...headers }))
        expect(answer.headers.get('access-control-allow-origin')).toBe('http://localhost:3000')
        expect(answer.headers.get('access-control-allow-credentials')).toBe('true')
      }
    })

    it('answers a preflight without asking who it is for', async () => {
      const { handler } = setUp({ session: () => Promise.reject(new Error('asked')) })
      const answer = await handler(
        ask({ 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' }, { method: 'OPTIONS' }),
      )
      expect(answer.status).toBe(204)
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'access-control-allow-origin': ORIGIN,
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'authorization',
        'access-control-max-age': '600',
      })
    })
  })

  describe('sessions', () => {
    it.each([
      [undefined, 401],
      [null, 401],
      [false, 403],
    ] as const)('%j is status %i, without a body', async (session, status) => {
      const { fetch, handler } = setUp({ session: async () => session })
      const answer = await handler(ask())
      expect([answer.status, await answer.text(), fetch.requests.length]).toEqual([status, '', 0])
    })

    it('see the request', async () => {
      const { forms, handler } = setUp({ session: ({ headers }) => ({ name: headers.get('authorization')?.slice(7) ?? '' }) })
      await handler(ask({ authorization: 'Bearer ann' }))
      expect(forms()[0]?.RoleSessionName).toBe('ann')
    })

    it('R15 R71 have one contact each, however often they ask', async () => {
      const { fetch, handler } = setUp({ session: ({ headers }) => ({ name: headers.get('x-user') ?? '' }) })
      const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => handler(ask({ 'x-user': index % 2 ? 'ann' : 'ben' }))))
      const ids = await Promise.all(answers.map(async (answer) => ((await answer.json()) as { AccessKeyId: string }).AccessKeyId))
      expect(fetch.requests).toHaveLength(2)
      expect(new Set(ids.filter((_, index) => index % 2)).size).toBe(1)
      expect(new Set(ids).size).toBe(2)
    })

    it('may have a policy of their own, and then keys of their own', async () => {
      const own = { Version: '1', Statement: [{ Effect: 'Allow', Action: 'ocr:RecognizeCharacter', Resource: '*' }] } as const
      let asked = 0
      const { forms, handler } = setUp({ session: () => ({ name: 'user-1', policy: asked++ ? own : undefined }) })
      await handler(ask())
      await handler(ask())
      expect(forms().map(({ Policy }) => Policy)).toEqual([JSON.stringify(POLICY), JSON.stringify(own)])
    })

    it('R74 are remembered up to a number, the one not used longest goes first', async () => {
      let name = ''
      const { clock, fetch, handler } = setUp({ maxSessions: 2, session: () => ({ name }) })
      for (name of ['ann', 'ben', 'ann', 'cas', 'ann', 'ben']) {
        await handler(ask())
        await clock.advance(1)
      }
      expect(fetch.requests.map(({ body }) => new URLSearchParams(String(body)).get('RoleSessionName'))).toEqual([
        'ann',
        'ben',
        'cas',
        'ben',
      ])
    })

    it('keep getting the same keys for 10 minutes, and never ones that are about to end', async () => {
      const { clock, fetch, handler } = setUp()
      const left: number[] = []
      for (let minute = 0; minute < 60; minute++) {
        left.push(((await (await handler(ask())).json()) as { ExpiresIn: number }).ExpiresIn)
        await clock.advance(60_000)
      }
      expect(Math.min(...left)).toBeGreaterThanOrEqual(150)
      expect(fetch.requests.length).toBeLessThanOrEqual(7)
    })

    it('that were quiet for long get new keys, and not the last minutes of old ones', async () => {
      const { clock, handler } = setUp()
      const left = async () => ((await (await handler(ask())).json()) as { ExpiresIn: number }).ExpiresIn
      await left()
      await clock.advance(13 * 60_000)
      expect(await left()).toBe(900)
    })

    it('R25 replace a key that a page says was rejected, but none that is young, and no other', async () => {
      const { clock, fetch, handler } = setUp()
      const { AccessKeyId } = (await (await handler(ask())).json()) as { AccessKeyId: string }
      const rejected = { 'x-rejected-key-id': AccessKeyId }
      for (let request = 0; request < 100; request++) await handler(ask(rejected))
      expect(fetch.requests).toHaveLength(1)
      await clock.advance(60_000)
      await handler(ask({ 'x-rejected-key-id': 'STS.another' }))
      expect(fetch.requests).toHaveLength(1)
      await handler(ask(rejected))
      expect(fetch.requests).toHaveLength(2)
    })
  })

  describe('failures', () => {
    it.each([
      [{ status: 403, body: { Code: 'NoPermission', Message: 'x' } }, 500, 'ERR_CREDENTIALS_DENIED'],
      [{ body: { Credentials: {} } }, 503, 'ERR_BAD_RESPONSE'],
    ])('of STS are a status without a body, and told to the server alone: %j', async (answer, status, code) => {
      const { errors, handler } = setUp({}, [answer, answer, answer])
      const response = await handler(ask())
      expect([response.status, await response.text()]).toEqual([status, ''])
      expect(errors).toMatchObject([{ code }])
    })

    it('of the application are, too', async () => {
      const boom = new Error('database at 10.0.0.7 is down')
      const { errors, handler } = setUp({ session: () => Promise.reject(boom) })
      const response = await handler(ask())
      expect([response.status, await response.text(), errors]).toEqual([500, '', [boom]])
    })

    it.each([
      {},
      { name: '' },
      { name: 7 },
      { name: 'a name with blanks' },
      { name: '../x' },
      { name: 'x'.repeat(65) },
      { name: 'u1', policy: '' },
    ])('of a session that cannot be used are, too, and name the field: %j', async (session) => {
      const { errors, fetch, handler } = setUp({ session: () => session as never })
      expect((await handler(ask())).status).toBe(500)
      expect(errors).toMatchObject([{ code: 'ERR_INVALID_OPTION' }])
      expect(fetch.requests).toHaveLength(0)
    })

    it('R64 of the listener change nothing', async () => {
      const { handler } = setUp({
        session: () => Promise.reject(new Error('x')),
        onError() {
          throw new Error('y')
        },
      })
      expect((await handler(ask())).status).toBe(500)
    })

    it.each([
      ['onError', { session: () => Promise.reject(new Error('x')), onError: async () => Promise.reject(new Error('y')) }, 500],
      ['refresh.onEvent', { refresh: { onEvent: async () => Promise.reject(new Error('y')), now: createFakeClock().now } }, 200],
    ] as const)('R64 of the async listener %s change nothing, either', async (_, options, status) => {
      const unhandled: unknown[] = []
      const note = (reason: unknown) => unhandled.push(reason)
      process.on('unhandledRejection', note)
      try {
        const { handler } = setUp(options)
        expect((await handler(ask())).status).toBe(status)
        await new Promise((resolve) => setTimeout(resolve, 20))
        expect(unhandled).toEqual([])
      } finally {
        process.off('unhandledRejection', note)
      }
    })
  })

  it.each([
    [{ provider: undefined }, 'provider'],
    [{ provider: {} }, 'provider'],
    [{ policy: undefined }, 'policy'],
    [{ policy: '' }, 'policy'],
    [{ policy: '{' }, 'policy'],
    [{ policy: {} }, 'policy'],
    [{ policy: { Version: 1n } }, 'policy'],
    [{ policy: cyclic }, 'policy'],
    [{ policy: { Version: '1', Statement: [] } }, 'policy'],
    [{ policy: JSON.stringify({ ...POLICY, x: 'x'.repeat(2048) }) }, 'policy'],
    [{ origins: undefined }, 'origins'],
    [{ origins: [] }, 'origins'],
    [{ origins: ['*'] }, 'origins'],
    [{ origins: ['null'] }, 'origins'],
    [{ origins: ['https://*.example.com'] }, 'origins'],
    [{ origins: ['https://app.example.com/'] }, 'origins'],
    [{ origins: ['https://app.example.com:443'] }, 'origins'],
    [{ origins: ['app.example.com'] }, 'origins'],
    [{ origins: ['http://app.example.com'] }, 'origins'],
    [{ origins: 'https://app.example.com' }, 'origins'],
    [{ session: undefined }, 'session'],
    [{ maxSessions: 0 }, 'maxSessions'],
    [{ roleArn: 'page' }, 'roleArn'],
    [{ roleSessionExpiration: 3600 }, 'roleSessionExpiration'],
    [{ role_arn: usual.roleArn }, 'role_arn'],
  ])('refuses %o at once', (changes, field) => {
    expect(thrown(() => credentialsHandler({ ...usual, ...changes } as never))).toMatchObject({ code: 'ERR_INVALID_OPTION', field })
  })
})
