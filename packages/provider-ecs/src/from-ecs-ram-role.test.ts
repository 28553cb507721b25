import { type CredentialEvent, chain, fromAccessKey, fromEnv } from '@x/credentials-core'
import { createFakeClock, type ScriptedAnswer } from '@x/credentials-core/testing'
import { describe, expect, it, vi } from 'vitest'
import { CREDENTIALS, createMetadataFetch, headerOf, ORIGIN, ROLE, type Script, TOKEN } from '../test/metadata-script.ts'
import { type FromEcsRamRoleOptions, fromEcsRamRole } from './from-ecs-ram-role.ts'

const HOUR = 3_600_000
const MINUTE = 60_000

const setUp = (changes: Partial<Script> = {}, options: FromEcsRamRoleOptions = {}) => {
  const clock = createFakeClock()
  const fetch = createMetadataFetch(changes)
  const events: CredentialEvent[] = []
  const refresh = { ...clock, random: () => 0.5, onEvent: (event: CredentialEvent) => events.push(event) }
  const provider = fromEcsRamRole({ metadataEndpoint: ORIGIN, fetch, env: {}, refresh, ...options })
  const fallbacks = () => events.filter(({ type }) => type === 'fallback')
  return { clock, fetch, events, fallbacks, provider }
}
const failure = async (work: Promise<unknown>) =>
  work.then(
    () => Promise.reject(new Error('succeeded')),
    (error) => error,
  )
const thrown = (make: () => unknown): unknown => {
  try {
    make()
  } catch (error) {
    return error
  }
  return undefined
}
/** Credentials that came at the given minute and live for six hours. */
const lasting = (minutes: number) => ({
  ...CREDENTIALS,
  AccessKeyId: `STS.minute${minutes}`,
  Expiration: new Date(Date.UTC(2030, 0, 1) + minutes * MINUTE + 6 * HOUR).toISOString(),
})
const named = { roleName: ROLE }

describe('fromEcsRamRole', () => {
  it('E35 asks for a token, then for the credentials with it: two requests', async () => {
    const { fetch, provider } = setUp({}, named)
    expect(await provider()).toMatchObject({
      type: 'ecs_ram_role',
      accessKeyId: CREDENTIALS.AccessKeyId,
      accessKeySecret: CREDENTIALS.AccessKeySecret,
      securityToken: CREDENTIALS.SecurityToken,
      expiration: new Date(CREDENTIALS.Expiration),
      providerName: 'ecs_ram_role',
    })
    expect(provider.providerName).toBe('ecs_ram_role')
    expect(fetch.seen()).toEqual(['PUT token', `GET credentials/${ROLE} +`])
    const [put, get] = fetch.requests
    expect([put?.url, headerOf(put, 'x-aliyun-ecs-metadata-token-ttl-seconds'), put?.body, put?.redirect]).toEqual([
      `${ORIGIN}/latest/api/token`,
      '21600',
      undefined,
      'manual',
    ])
    expect([get?.url, headerOf(get, 'x-aliyun-ecs-metadata-token')]).toEqual([
      `${ORIGIN}/latest/meta-data/ram/security-credentials/${ROLE}`,
      TOKEN,
    ])
  })

  it('E36 asks for the role name first when none is given, and trims it', async () => {
    const { fetch, provider } = setUp({ role: { body: ` ${ROLE}\r\n` }, token: { body: `${TOKEN}\n` } })
    await provider()
    expect(fetch.seen()).toEqual(['PUT token', 'GET role +', `GET credentials/${ROLE} +`])
    expect(fetch.requests[1]?.url).toBe(`${ORIGIN}/latest/meta-data/ram/security-credentials/`)
    expect(headerOf(fetch.requests[2], 'x-aliyun-ecs-metadata-token')).toBe(TOKEN)
  })

  it('takes the role name from the variable, read at the call; the option stands above it', async () => {
    const env: Record<string, string> = { ALIBABA_CLOUD_ECS_METADATA: ' FromVariable\n' }
    const { fetch, provider } = setUp({}, { env })
    await provider()
    const other = setUp({}, { env, ...named })
    await other.provider()
    expect([fetch.seen()[1], other.fetch.seen()[1]]).toEqual(['GET credentials/FromVariable +', `GET credentials/${ROLE} +`])
  })

  it('E61 R15 shares one refresh among 1000 first calls', async () => {
    const { fetch, provider } = setUp()
    const all = await Promise.all(Array.from({ length: 1000 }, () => provider()))
    expect(new Set(all).size).toBe(1)
    expect(fetch.requests).toHaveLength(3)
  })

  it('E65 R69 R70 rejects one caller who aborts, and ends the request when all do', async () => {
    const { fetch, provider } = setUp({ token: { hang: true } }, named)
    const [one, other] = [new AbortController(), new AbortController()]
    const calls = [failure(provider({ signal: one.signal })), failure(provider({ signal: other.signal }))]
    await vi.waitFor(() => expect(fetch.requests).toHaveLength(1))
    one.abort('one')
    expect(await calls[0]).toBe('one')
    expect(fetch.requests[0]?.signal?.aborted).toBe(false)
    other.abort('other')
    expect(await calls[1]).toBe('other')
    expect(fetch.requests[0]?.signal?.aborted).toBe(true)
    // Callers who went say nothing about the service.
    fetch.script.token = { body: TOKEN }
    await provider()
  })

  it('E103 shares nothing between two providers', async () => {
    const a = setUp()
    await a.provider()
    const b = setUp({ role: { body: 'OtherRole' } }, { refresh: a.clock })
    await b.provider()
    expect(b.fetch.seen()).toEqual(['PUT token', 'GET role +', 'GET credentials/OtherRole +'])
  })

  it('accepts asyncCredentialUpdateEnabled, and E102 leaves no timer behind either way', async () => {
    for (const asyncCredentialUpdateEnabled of [true, false]) {
      const { clock, provider } = setUp({}, { asyncCredentialUpdateEnabled })
      await provider()
      expect(clock.pending()).toBe(0)
    }
  })
})

describe('the modes of fromEcsRamRole', () => {
  it.each([403, 404, 405])('E38 R36 goes on without a token when none can be had (%i), and tells so', async (status) => {
    const { fetch, fallbacks, provider } = setUp({ token: { status } })
    await provider()
    expect(fetch.seen()).toEqual(['PUT token', 'GET role -', `GET credentials/${ROLE} -`])
    expect(fallbacks()).toEqual([{ type: 'fallback', provider: 'ecs_ram_role', action: 'GetToken', status }])
  })

  it('tries the hardened mode first at each refresh, also after a fallback', async () => {
    const { clock, fetch, fallbacks, provider } = setUp({ token: { status: 404 } }, named)
    await provider()
    fetch.script.token = { body: TOKEN }
    fetch.script.credentials = { body: lasting(301) }
    await clock.advance(301 * MINUTE)
    await provider()
    await clock.advance(0)
    expect(fetch.seen().slice(2)).toEqual(['PUT token', `GET credentials/${ROLE} +`])
    expect(fallbacks()).toHaveLength(1)
  })

  it('E37 R36 does not fall back when the token times out', async () => {
    const { clock, fetch, fallbacks, provider } = setUp({ token: { hang: true } }, named)
    const failed = failure(provider())
    await clock.advance(1000)
    expect(await failed).toMatchObject({ name: 'TransportError', code: 'ERR_TIMEOUT', host: '127.0.0.1:8080', retryable: true })
    expect([fetch.seen(), fallbacks()]).toEqual([['PUT token'], []])
  })

  it.each<[string, ScriptedAnswer, string]>([
    ['a reset', { error: Object.assign(new Error('x'), { code: 'ECONNRESET' }) }, 'ERR_NETWORK'],
    ['status 500', { status: 500 }, 'ERR_SERVICE'],
    ['status 503', { status: 503 }, 'ERR_SERVICE'],
    ['status 400', { status: 400 }, 'ERR_SERVICE'],
    ['status 401', { status: 401 }, 'ERR_CREDENTIALS_DENIED'],
    ['a redirect', { status: 302 }, 'ERR_BAD_RESPONSE'],
    ['no token', { body: '' }, 'ERR_BAD_RESPONSE'],
    ['two lines', { body: 'token\nX-Other: header' }, 'ERR_BAD_RESPONSE'],
    ['HTML', { body: '<html> </html>' }, 'ERR_BAD_RESPONSE'],
    ['other letters', { body: 'tökén' }, 'ERR_BAD_RESPONSE'],
    ['too much', { body: 'x'.repeat(65_537) }, 'ERR_TOO_LARGE'],
  ])('R36 does not fall back after %s', async (_, token, code) => {
    const { fetch, fallbacks, provider } = setUp({ token }, named)
    expect(await failure(provider())).toMatchObject({ code, hint: expect.stringMatching(/./), attempts: [{ action: 'GetToken' }] })
    expect([fetch.seen(), fallbacks()]).toEqual([['PUT token'], []])
  })

  it.each([403, 404, 405, 500])('E39 sends no GET in hardened mode alone when there is no token (%i)', async (status) => {
    const { fetch, fallbacks, provider } = setUp({ token: { status } }, { ...named, disableIMDSv1: true })
    expect(await failure(provider())).toMatchObject({
      code: status === 403 ? 'ERR_CREDENTIALS_DENIED' : 'ERR_SERVICE',
      skippable: false,
      hint: expect.stringContaining('disableIMDSv1'),
    })
    expect([fetch.seen(), fallbacks()]).toEqual([['PUT token'], []])
  })

  it.each([401, 403, 404])('E40 asks once more without the token when it is refused with it (%i)', async (status) => {
    const credentials: Script['credentials'] = (request) =>
      headerOf(request, 'x-aliyun-ecs-metadata-token') ? { status } : { body: CREDENTIALS }
    const { fetch, fallbacks, provider } = setUp({ credentials }, named)
    await provider()
    expect(fetch.seen()).toEqual(['PUT token', `GET credentials/${ROLE} +`, `GET credentials/${ROLE} -`])
    expect(fallbacks()).toEqual([{ type: 'fallback', provider: 'ecs_ram_role', action: 'GetCredentials', status }])
  })

  it('E40 stays in the normal mode for the rest of the refresh', async () => {
    const role: Script['role'] = (request) => (headerOf(request, 'x-aliyun-ecs-metadata-token') ? { status: 403 } : { body: ROLE })
    const { fetch, fallbacks, provider } = setUp({ role })
    await provider()
    expect(fetch.seen()).toEqual(['PUT token', 'GET role +', 'GET role -', `GET credentials/${ROLE} -`])
    expect(fallbacks()).toHaveLength(1)
  })

  it.each([401, 403, 404])('E41 fails after the first GET in hardened mode alone (%i)', async (status) => {
    const { fetch, fallbacks, provider } = setUp({ credentials: { status } }, { ...named, disableIMDSv1: true })
    expect(await failure(provider())).toMatchObject({
      code: status === 404 ? 'ERR_CREDENTIALS_NOT_CONFIGURED' : 'ERR_CREDENTIALS_DENIED',
      skippable: false,
    })
    expect([fetch.seen(), fallbacks()]).toEqual([['PUT token', `GET credentials/${ROLE} +`], []])
  })

  it('R36 never falls back after a hardened GET was answered 200', async () => {
    const { fetch, fallbacks, provider } = setUp({ credentials: { status: 403 } })
    // The role name came in hardened mode.
    expect(await failure(provider())).toMatchObject({ code: 'ERR_CREDENTIALS_DENIED', retryable: false })
    expect(fetch.seen()).toEqual(['PUT token', 'GET role +', `GET credentials/${ROLE} +`])

    const later = setUp({}, named)
    await later.provider()
    later.fetch.script.token = { status: 404 }
    await later.clock.advance(6 * HOUR + 1)
    expect(await failure(later.provider())).toMatchObject({ code: 'ERR_CREDENTIALS_EXPIRED', cause: { code: 'ERR_SERVICE' } })
    expect(later.fetch.seen().slice(2)).toEqual(['PUT token'])
    expect([...fallbacks(), ...later.fallbacks()]).toEqual([])
  })

  it('E47 takes the switch from code or variable, whichever forbids more', async () => {
    for (const [disableIMDSv1, variable, requests] of [
      [false, 'true', 1],
      [undefined, 'TRUE', 1],
      [true, 'false', 1],
      [false, '1', 2],
      [undefined, '', 2],
    ] as const) {
      const env = { ALIBABA_CLOUD_IMDSV1_DISABLED: variable }
      const { fetch, provider } = setUp({ token: { status: 404 } }, { ...named, env, disableIMDSv1 })
      await provider().catch(() => {})
      expect([disableIMDSv1, variable, fetch.requests.length]).toEqual([disableIMDSv1, variable, requests])
    }
  })

  it('lets no listener disturb a fallback', async () => {
    const onEvent = () => {
      throw new Error('from a listener')
    }
    const { provider } = setUp({ token: { status: 404 } }, { refresh: { ...createFakeClock(), onEvent } })
    await provider()
  })
})

describe('the answers to fromEcsRamRole', () => {
  it.each(['Failed', undefined, null, 5, 'success'])('E42 E43 R49 refuses the Code %j', async (Code) => {
    const { provider } = setUp({ credentials: { body: { ...CREDENTIALS, Code } } })
    expect(await failure(provider())).toMatchObject({ code: 'ERR_BAD_RESPONSE', field: 'Code', retryable: true, skippable: false })
  })

  it.each(['AccessKeyId', 'AccessKeySecret', 'SecurityToken', 'Expiration'])(
    'E43 R26 R49 refuses credentials whose %s is missing or of a wrong type',
    async (field) => {
      for (const value of [undefined, null, '', [], {}, false, 'has a blank', '2030-01-01T06:00:00']) {
        // Without its zone it names no instant, but it may well be a key.
        if (field !== 'Expiration' && value === '2030-01-01T06:00:00') continue
        const { provider } = setUp({ credentials: { body: { ...CREDENTIALS, [field]: value } } }, named)
        expect(await failure(provider())).toMatchObject({ name: 'CredentialsError', code: 'ERR_BAD_RESPONSE', field })
      }
    },
  )

  it.each(['2030-01-01T06:00:00Z', '2030-01-01T06:00:00.000000Z', '2030-01-01T14:00:00+08:00', 1893477600, 1893477600000])(
    'R26 reads the Expiration %j',
    async (Expiration) => {
      const { provider } = setUp({ credentials: { body: { ...CREDENTIALS, Expiration } } }, named)
      expect((await provider()).expiration).toEqual(new Date(CREDENTIALS.Expiration))
    },
  )

  it.each([
    ['HTML', '<html></html>'],
    ['nothing', ''],
    ['a list', JSON.stringify([CREDENTIALS])],
    ['half of its JSON', JSON.stringify(CREDENTIALS).slice(0, -9)],
    ['a prototype', `{"__proto__":${JSON.stringify(CREDENTIALS)}}`],
  ])('R49 refuses %s as credentials', async (_, body) => {
    const { provider } = setUp({ credentials: { body } }, named)
    expect(await failure(provider())).toMatchObject({ code: 'ERR_BAD_RESPONSE' })
  })

  it('E44 says that no role is attached; a chain goes on', async () => {
    const { clock, fetch, provider } = setUp({ role: { status: 404 } })
    const error = await failure(provider())
    expect(error).toMatchObject({
      code: 'ERR_CREDENTIALS_NOT_CONFIGURED',
      skippable: true,
      message: expect.stringContaining('no RAM role attached'),
    })
    // The plain mode is tried, as E40 says.
    expect(fetch.seen()).toEqual(['PUT token', 'GET role +', 'GET role -'])
    // A role can be attached at any time.
    expect(await failure(provider())).toBe(error)
    fetch.script.role = { body: ROLE }
    await clock.advance(2000)
    await provider()
  })

  it('E44 stops a chain where the role was named', async () => {
    const { provider } = setUp({ credentials: { status: 404 } }, { env: { ALIBABA_CLOUD_ECS_METADATA: ROLE } })
    const all = chain(provider, fromAccessKey({ accessKeyId: 'LTAIexample', accessKeySecret: 'secret' }))
    expect(await failure(all())).toMatchObject({ code: 'ERR_CREDENTIALS_NOT_CONFIGURED', skippable: false })
  })

  it.each([
    '../../user-data',
    'a/b',
    'Role\nText',
    'Role Text',
    'a?b',
    'a#b',
    'a@b',
    'a%2fb',
    '..',
    '.',
    'a..b',
    'rôle',
    'r'.repeat(65),
    'r'.repeat(300),
    '<html>',
    '\u0000',
  ])('E45 R45 refuses the role name %j, and asks for nothing with it', async (body) => {
    const { fetch, provider } = setUp({ role: { body } })
    expect(await failure(provider())).toMatchObject({ code: 'ERR_BAD_RESPONSE', skippable: false })
    expect(fetch.seen()).toEqual(['PUT token', 'GET role +'])
  })

  it('R50 refuses an answer of more than 64 KiB, and reads no further', async () => {
    let chunks = 0
    const endless = () =>
      new ReadableStream<Uint8Array>({
        pull(controller) {
          chunks++
          controller.enqueue(new Uint8Array(16 * 1024))
        },
      })
    const { provider } = setUp({ credentials: () => ({ body: endless() }) }, named)
    expect(await failure(provider())).toMatchObject({ code: 'ERR_TOO_LARGE' })
    expect(chunks).toBeLessThan(9)
    const padded = JSON.stringify(CREDENTIALS).padEnd(65_536)
    await setUp({ credentials: { body: padded } }, named).provider()
    expect(await failure(setUp({ credentials: { body: `${padded} ` } }, named).provider())).toMatchObject({ code: 'ERR_TOO_LARGE' })
  })

  it.each([301, 302, 303, 307, 308, 0])('R44 follows no redirect (%i)', async (status) => {
    for (const kind of ['token', 'role', 'credentials'] as const) {
      const { fetch, provider } = setUp({ [kind]: { status, headers: { location: 'http://127.0.0.1:9/' } } })
      expect(await failure(provider())).toMatchObject({ code: 'ERR_BAD_RESPONSE' })
      expect(fetch.requests.every(({ url, redirect }) => url.startsWith(ORIGIN) && redirect === 'manual')).toBe(true)
    }
  })

  it('R51 ends an answer that stalls in its body', async () => {
    const stalled = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(new TextEncoder().encode('to')) })
    const { clock, provider } = setUp({ token: { body: stalled } }, named)
    const failed = failure(provider())
    await clock.advance(1000)
    expect(await failed).toMatchObject({ code: 'ERR_TIMEOUT' })
  })

  it('R11 lists every request that was sent, with hosts and statuses only', async () => {
    const { provider } = setUp({ token: { status: 404 }, credentials: { status: 403 } })
    expect((await failure(provider())).attempts).toEqual([
      { host: '127.0.0.1:8080', action: 'GetToken', status: 404, code: 'ERR_SERVICE', ms: 0 },
      { host: '127.0.0.1:8080', action: 'GetRoleName', status: 200, ms: 0 },
      { host: '127.0.0.1:8080', action: 'GetCredentials', status: 403, code: 'ERR_CREDENTIALS_DENIED', ms: 0 },
    ])
  })
})

describe('the refreshes of fromEcsRamRole', () => {
  it('R38 reuses token and role name until the token ends in a minute', async () => {
    const { clock, fetch, provider } = setUp()
    await provider()
    fetch.script.credentials = { body: lasting(301) }
    await clock.advance(301 * MINUTE)
    await provider()
    await clock.advance(0)
    expect(fetch.seen().slice(3)).toEqual([`GET credentials/${ROLE} +`])
    expect((await provider()).accessKeyId).toBe('STS.minute301')
    await clock.advance(MINUTE)
    // The token is as old as the first credentials: at 359 minutes it is not used again.
    await clock.advance(58 * MINUTE)
    await provider({ rejectedKeyId: 'STS.minute301' })
    expect(fetch.seen().slice(4)).toEqual(['PUT token', `GET credentials/${ROLE} +`])
  })

  it('R38 looks for another role when the one it found is gone', async () => {
    const { clock, fetch, provider } = setUp()
    await provider()
    fetch.script.role = { body: 'Successor' }
    fetch.script.credentials = ({ url }) => (url.endsWith('/Successor') ? { body: lasting(301) } : { status: 404 })
    await clock.advance(301 * MINUTE)
    await provider()
    await clock.advance(0)
    expect(fetch.seen().slice(3)).toEqual([`GET credentials/${ROLE} +`, 'GET role +', 'GET credentials/Successor +'])
    expect((await provider()).accessKeyId).toBe('STS.minute301')
  })

  it('does not look for another role when one is given', async () => {
    const { fetch, provider } = setUp({ credentials: { status: 404 } }, { ...named, disableIMDSv1: true })
    await failure(provider())
    expect(fetch.seen()).toEqual(['PUT token', `GET credentials/${ROLE} +`])
  })

  it.each([401, 403])('gets a new token when the service has forgotten the one of an earlier refresh (%i)', async (status) => {
    const { clock, fetch, fallbacks, provider } = setUp({}, { ...named, disableIMDSv1: true })
    await provider()
    fetch.script.token = { body: 'another' }
    fetch.script.credentials = (request) =>
      headerOf(request, 'x-aliyun-ecs-metadata-token') === 'another' ? { body: lasting(301) } : { status }
    await clock.advance(301 * MINUTE)
    await provider()
    await clock.advance(0)
    expect(fetch.seen().slice(2)).toEqual([`GET credentials/${ROLE} +`, 'PUT token', `GET credentials/${ROLE} +`])
    expect([(await provider()).accessKeyId, fallbacks()]).toEqual(['STS.minute301', []])
  })

  it('E48 asks at most once a minute while the service gives the same, with 50 minutes left', async () => {
    const { clock, fetch, provider } = setUp()
    await provider()
    await clock.advance(310 * MINUTE)
    for (let call = 0; call < 100; call++) {
      await provider()
      await clock.advance(1200)
    }
    // 100 calls in two minutes.
    expect(fetch.seen().slice(3)).toEqual(Array(2).fill(`GET credentials/${ROLE} +`))
  })

  it('E62 R16 R20 serves what is valid while the service is down, and pauses', async () => {
    const { clock, events, fetch, provider } = setUp()
    const first = await provider()
    fetch.script.credentials = { status: 503 }
    fetch.script.token = { error: new Error('x') }
    await clock.advance(350 * MINUTE)
    for (let call = 0; call < 60; call++) {
      expect(await provider()).toBe(first)
      await clock.advance(1000)
    }
    const tries = fetch.requests.length
    expect(events.filter(({ type }) => type === 'refresh-failed')).toMatchObject([{ code: 'ERR_SERVICE' }])
    await clock.advance(100_000)
    expect(await provider()).toBe(first)
    expect(fetch.requests.length).toBe(tries)
  })

  it('E63 R22 E64 hands out nothing expired, and asks again after a pause', async () => {
    const { clock, fetch, provider } = setUp()
    await provider()
    fetch.script.credentials = { status: 500 }
    await clock.advance(6 * HOUR)
    const failed = failure(provider())
    await clock.advance(5000)
    expect(await failed).toMatchObject({ code: 'ERR_CREDENTIALS_EXPIRED' })
    fetch.script.credentials = { body: lasting(361) }
    await clock.advance(3000)
    expect((await provider()).accessKeyId).toBe('STS.minute361')
  })

  it('E66 R21 does not take credentials that have expired for new ones', async () => {
    const { clock, events, fetch, provider } = setUp()
    const first = await provider()
    fetch.script.credentials = { body: { ...CREDENTIALS, Expiration: '2030-01-01T05:54:00Z' } }
    await clock.advance(355 * MINUTE)
    expect(await provider()).toBe(first)
    await clock.advance(0)
    expect(await provider()).toBe(first)
    expect(events.at(-1)).toMatchObject({ type: 'refresh-failed', code: 'ERR_CREDENTIALS_EXPIRED' })
  })

  it('R20 keeps what is valid when the role is taken away, and R24 drops it when it is refused', async () => {
    const { clock, fetch, provider } = setUp()
    const first = await provider()
    fetch.script.role = fetch.script.credentials = { status: 404 }
    await clock.advance(301 * MINUTE)
    await provider()
    await clock.advance(0)
    expect(await provider()).toBe(first)
    fetch.script.role = fetch.script.credentials = { status: 403 }
    await clock.advance(10 * MINUTE)
    await provider()
    await clock.advance(0)
    expect(await failure(provider())).toMatchObject({ code: 'ERR_CREDENTIALS_DENIED' })
  })

  it('R25 asks again when a service rejects the key', async () => {
    const { fetch, provider } = setUp()
    await provider()
    fetch.script.credentials = { body: lasting(1) }
    expect((await provider({ rejectedKeyId: CREDENTIALS.AccessKeyId })).accessKeyId).toBe('STS.minute1')
    expect((await provider({ rejectedKeyId: CREDENTIALS.AccessKeyId })).accessKeyId).toBe('STS.minute1')
    expect(fetch.requests).toHaveLength(4)
  })

  it('R23 E64 pauses after a first call that failed, then asks again', async () => {
    const { clock, fetch, provider } = setUp({ credentials: { body: {} } }, named)
    await failure(provider())
    await failure(provider())
    expect(fetch.requests).toHaveLength(2)
    fetch.script.credentials = { body: CREDENTIALS }
    await clock.advance(3000)
    await provider()
  })
})

describe('the time that fromEcsRamRole takes', () => {
  it.each<[string, ScriptedAnswer]>([
    ['429', { status: 429 }],
    ['503', { status: 503 }],
    ['a reset', { error: new Error('x') }],
  ])('R38 asks again after %s, once the service has shown itself', async (_, bad) => {
    let tries = 0
    const credentials: Script['credentials'] = () => (++tries < 4 ? bad : { body: CREDENTIALS })
    const { clock, fetch, provider } = setUp({ credentials })
    const waiting = provider()
    // With this random number, 75, 150 and 300 ms.
    await clock.advance(524)
    expect(tries).toBe(3)
    await clock.advance(1)
    await waiting
    expect(fetch.requests).toHaveLength(6)
  })

  it('R38 ends after 5 s, with every request in the error', async () => {
    const { clock, fetch, provider } = setUp({ credentials: { status: 429 } })
    const begun = clock.monotonic()
    const failed = failure(provider()).then((error) => ({ error, ms: clock.monotonic() - begun }))
    await clock.advance(10_000)
    const { error, ms } = await failed
    expect(error).toMatchObject({ code: 'ERR_SERVICE', retryable: true, skippable: false })
    expect(error.attempts).toHaveLength(fetch.requests.length)
    expect(fetch.requests.length).toBeGreaterThan(6)
    expect(ms).toBeGreaterThan(4000)
    expect(ms).toBeLessThanOrEqual(5000)
    expect(clock.pending()).toBe(0)
  })

  it('R38 takes a limit on calls for a sign of life, also as the first answer', async () => {
    let tries = 0
    const { clock, provider } = setUp({ token: () => (++tries < 3 ? { status: 429 } : { body: TOKEN }) })
    const waiting = provider()
    await clock.advance(1000)
    await waiting
  })

  it('R38 R51 bounds a slow answer by timeout and connectTimeout, and all by 5 s', async () => {
    const { clock, fetch, provider } = setUp({ credentials: { hang: true } }, named)
    const failed = failure(provider())
    await clock.advance(1999)
    expect(fetch.requests[1]?.signal?.aborted).toBe(false)
    await clock.advance(1)
    expect(fetch.requests[1]?.signal?.aborted).toBe(true)
    await clock.advance(2999)
    expect(clock.pending()).toBeGreaterThan(0)
    await clock.advance(1)
    expect(await failed).toMatchObject({ name: 'TransportError', code: 'ERR_TIMEOUT' })
  })

  it('takes no time away when the service shows itself late', async () => {
    let rise: () => void = () => {}
    const until = new Promise<void>((resolve) => (rise = resolve))
    const { clock, provider } = setUp({ token: { body: TOKEN, until } }, { timeout: 8000 })
    const waiting = provider()
    await clock.advance(7000)
    rise()
    await waiting
  })

  it('R37 gives all first requests together one second', async () => {
    let rise: () => void = () => {}
    const { clock, fetch, provider } = setUp({
      token: { status: 404, until: new Promise<void>((resolve) => (rise = resolve)) },
      role: { hang: true },
    })
    const failed = failure(provider())
    await clock.advance(700)
    rise()
    await clock.advance(299)
    expect([fetch.seen(), fetch.requests[1]?.signal?.aborted]).toEqual([['PUT token', 'GET role -'], false])
    await clock.advance(1)
    expect(await failed).toMatchObject({ code: 'ERR_TIMEOUT', skippable: true })
  })

  it('takes longer first requests when timeout, connectTimeout or probeTimeout says so', async () => {
    for (const [options, ms] of [
      [{ timeout: 3000 }, 4000],
      [{ connectTimeout: 2500 }, 3500],
      [{ timeout: 100, connectTimeout: 100 }, 200],
      [{ probeTimeout: 500 }, 500],
      [{ timeout: 0, connectTimeout: 0, probeTimeout: 0 }, 1000],
    ] as const) {
      const { clock, provider } = setUp({ token: { hang: true } }, options)
      let settled = false
      const failed = failure(provider()).finally(() => {
        settled = true
      })
      await clock.advance(ms - 1)
      expect([options, settled]).toEqual([options, false])
      await clock.advance(1)
      expect(await failed).toMatchObject({ code: 'ERR_TIMEOUT' })
    }
  })
})

describe('fromEcsRamRole where there is no ECS', () => {
  it('R37 is passed over by a chain within a second, and then for ten minutes at no cost', async () => {
    const { clock, fetch, provider } = setUp({ token: { hang: true } })
    const all = chain(fromEnv({ env: {} }), provider)
    const failed = failure(all())
    await clock.advance(1000)
    expect(await failed).toMatchObject({
      name: 'ChainError',
      code: 'ERR_CREDENTIALS_EXHAUSTED',
      links: [
        { name: 'env' },
        { name: 'ecs_ram_role', outcome: 'tried', hint: expect.stringContaining('ALIBABA_CLOUD_ECS_METADATA_DISABLED') },
      ],
    })
    await clock.advance(10 * MINUTE - 1)
    expect(await failure(all())).toMatchObject({ code: 'ERR_CREDENTIALS_EXHAUSTED' })
    expect(fetch.seen()).toEqual(['PUT token'])
    fetch.script.token = { body: TOKEN }
    await clock.advance(1)
    await all()
  })

  it('R37 R65 remembers for no more than ten minutes of either clock', async () => {
    for (const move of [async (clock: ReturnType<typeof createFakeClock>) => clock.setBy(10 * MINUTE), undefined]) {
      const { clock, fetch, provider } = setUp({ token: { error: new Error('x') } })
      expect(await failure(provider())).toMatchObject({ code: 'ERR_NETWORK', skippable: true })
      fetch.script.token = { body: TOKEN }
      if (move) await move(clock)
      else {
        clock.setBy(-HOUR)
        await clock.advance(10 * MINUTE)
      }
      await provider()
    }
  })

  it('remembers for as long as absenceMemory says, at least for a short pause', async () => {
    const { clock, fetch, provider } = setUp({ token: { error: new Error('x') } }, { absenceMemory: 0 })
    await failure(provider())
    await failure(provider())
    expect(fetch.requests).toHaveLength(1)
    await clock.advance(2000)
    await failure(provider())
    expect(fetch.requests).toHaveLength(2)
  })

  it('remembers nothing against a role that is named later', async () => {
    const env: Record<string, string> = {}
    const { fetch, provider } = setUp({ token: { error: new Error('x') } }, { env })
    expect(await failure(provider())).toMatchObject({ skippable: true })
    env.ALIBABA_CLOUD_ECS_METADATA = ROLE
    expect(await failure(provider())).toMatchObject({ name: 'TransportError', code: 'ERR_NETWORK' })
    expect(fetch.requests).toHaveLength(2)
  })

  it.each<[string, Partial<Script>]>([
    ['answers 200 to everything', { token: { body: '<html> </html>' } }],
    ['refuses everything', { token: { status: 403 }, role: { status: 403 } }],
    ['fails at everything', { token: { status: 503 } }],
    ['redirects everything', { token: { status: 302 } }],
    ['has no token and a page for a role', { token: { status: 404 }, role: { body: '<html> </html>' } }],
  ])('takes a gateway that %s for no metadata service, and asks again soon', async (_, changes) => {
    const { clock, fetch, provider } = setUp(changes)
    expect(await failure(provider())).toMatchObject({ skippable: true })
    const { length } = fetch.requests
    await failure(provider())
    expect(fetch.requests).toHaveLength(length)
    await clock.advance(2000)
    Object.assign(fetch.script, createMetadataFetch().script)
    await provider()
  })

  it('R34 is not passed over when a role is named, or once the service has shown itself', async () => {
    for (const [changes, options] of [
      [{ token: { status: 503 } }, named],
      [{ token: { status: 302 } }, { env: { ALIBABA_CLOUD_ECS_METADATA: ROLE } }],
      [{ role: { status: 403 } }, { disableIMDSv1: true }],
      [{ credentials: { body: {} } }, {}],
    ] as const) {
      const { clock, provider } = setUp(changes, options)
      const all = chain(provider, fromAccessKey({ accessKeyId: 'LTAIexample', accessKeySecret: 'secret' }))
      const failed = failure(all())
      await clock.advance(5000)
      expect((await failed).links).toMatchObject([{ name: 'ecs_ram_role', outcome: 'failed' }])
    }
  })

  it.each(['true', 'TRUE', ' True\n'])('E46 R37 refuses when the variable is %j, without a request', async (value) => {
    const env = { ALIBABA_CLOUD_ECS_METADATA_DISABLED: value, ALIBABA_CLOUD_ECS_METADATA: ROLE }
    const { fetch, provider } = setUp({}, { env })
    expect(await failure(provider())).toMatchObject({
      code: 'ERR_CREDENTIALS_DISABLED',
      field: 'ALIBABA_CLOUD_ECS_METADATA_DISABLED',
      skippable: true,
    })
    const error = await failure(chain(provider)())
    expect(error.links).toMatchObject([{ outcome: 'skipped', lookedAt: 'ALIBABA_CLOUD_ECS_METADATA_DISABLED' }])
    expect(fetch.requests).toHaveLength(0)
  })

  it('R31 works as soon as the switch is taken back', async () => {
    const env: Record<string, string> = { ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true' }
    const { provider } = setUp({}, { env })
    await failure(provider())
    env.ALIBABA_CLOUD_ECS_METADATA_DISABLED = 'false'
    await provider()
  })
})

describe('the options of fromEcsRamRole', () => {
  it.each(['a\r\nb', '..', 'a/b', 'a?b', 'a#b', 'a@b', ' ', 'r'.repeat(300), 'rôle', 5])(
    'R45 refuses the role name %j',
    async (roleName) => {
      expect(thrown(() => fromEcsRamRole({ roleName: roleName as string }))).toMatchObject({
        code: 'ERR_INVALID_OPTION',
        field: 'roleName',
      })
      // Blanks around a variable are no part of it.
      if (typeof roleName !== 'string' || !roleName.trim()) return
      const { fetch, provider } = setUp({}, { env: { ALIBABA_CLOUD_ECS_METADATA: roleName } })
      expect(await failure(provider())).toMatchObject({
        code: 'ERR_INVALID_OPTION',
        field: 'ALIBABA_CLOUD_ECS_METADATA',
        skippable: false,
      })
      expect(fetch.requests).toHaveLength(0)
    },
  )

  it.each(['KubernetesWorkerRole-1b2c', 'role.name_2', 'r', 'r'.repeat(64), ''])('accepts the role name %j', (roleName) => {
    fromEcsRamRole({ roleName })
  })

  it('refuses options that nobody reads, and values that cannot be meant', () => {
    for (const [options, field] of [
      [{ role_name: ROLE }, 'role_name'],
      [{ disable_imds_v1: true }, 'disable_imds_v1'],
      [{ disableIMDSv1: 'true' }, 'disableIMDSv1'],
      [{ asyncCredentialUpdateEnabled: 1 }, 'asyncCredentialUpdateEnabled'],
      [{ timeout: -1 }, 'timeout'],
      [{ connectTimeout: '5' }, 'connectTimeout'],
      [{ probeTimeout: Number.POSITIVE_INFINITY }, 'probeTimeout'],
      [{ absenceMemory: -1 }, 'absenceMemory'],
      [{ absenceMemory: 600_001 }, 'absenceMemory'],
      [{ metadataEndpoint: '' }, 'metadataEndpoint'],
    ] as const) {
      expect(thrown(() => fromEcsRamRole(options as never))).toMatchObject({ code: 'ERR_INVALID_OPTION', field })
    }
  })
})

describe('the kinds of options of fromEcsRamRole', () => {
  it.each([
    ['fetch', {}],
    ['timeout', Number.NaN],
    ['probeTimeout', Symbol('s')],
    ['refresh', null],
  ])('R11 refuse %s as %s, by its name', (name, value) => {
    expect(thrown(() => fromEcsRamRole({ [name as string]: value }))).toMatchObject({ code: 'ERR_INVALID_OPTION', field: name })
  })

  it('R11 refuse null in their place', () => {
    expect(thrown(() => fromEcsRamRole(null as never))).toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'options' })
  })
})
