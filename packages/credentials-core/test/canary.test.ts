import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import {
  type CredentialEvent,
  type CredentialLike,
  cached,
  chain,
  createChain,
  createCredentials,
  fromAccessKey,
  fromBearer,
  fromCredentialsUri,
  fromEnv,
  fromSts,
  toProvider,
  withName,
} from '../src/index.ts'
import { createFakeClock, createScriptedFetch, findCanary } from '../src/testing.ts'

const ID = 'LTAIcanaryKeyId9x7c5vWxyz'
const SECRET = 'canarySecret7f3Kq9ZbT2mXv5Lp8'
const TOKEN = 'canaryToken+4hJ/w8sQd1NcRy6G=='
const BEARER = 'canaryBearer5tGb8nJuM2kIo9LpQ'
const key = { accessKeyId: ID, accessKeySecret: SECRET, securityToken: TOKEN }
const env = { ALIBABA_CLOUD_ACCESS_KEY_ID: ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET: SECRET, ALIBABA_CLOUD_SECURITY_TOKEN: TOKEN }
const answer = { AccessKeyId: ID, AccessKeySecret: SECRET, SecurityToken: TOKEN, Expiration: '2030-01-01T01:00:00Z' }

/** Looks for the canaries in a value, and in what consoles print of it. */
function expectClean(...values: unknown[]): void {
  for (const value of values) {
    const printed = [inspect(value, { depth: 9, showHidden: true }), inspect({ value }), `${value instanceof Error ? value.stack : ''}`]
    for (const canary of [ID, SECRET, TOKEN, BEARER]) expect(findCanary(canary, value, ...printed)).toEqual([])
  }
}

describe('R1 R2 R3 the canary', () => {
  it.each<[string, () => CredentialLike]>([
    ['fromAccessKey', () => fromAccessKey({ accessKeyId: ID, accessKeySecret: SECRET })],
    ['fromSts', () => fromSts(key)],
    ['fromBearer', () => fromBearer({ bearerToken: BEARER })],
    ['fromEnv', () => fromEnv({ env })],
    [
      'fromCredentialsUri',
      () =>
        fromCredentialsUri({
          credentialsURI: 'http://localhost/',
          fetch: createScriptedFetch([{ body: answer }]),
          refresh: createFakeClock(),
        }),
    ],
    ['cached', () => cached(async () => ({ ...key, expiration: '2130-01-01T00:00:00Z' }))],
    ['toProvider', () => toProvider({ getCredential: async () => key })],
    ['chain', () => chain(fromEnv({ env: {} }), async () => key)],
    ['withName', () => withName('default', fromSts(key))],
  ])('shows neither in a provider of %s nor in its credentials', async (_, make) => {
    const provider = toProvider(make())
    expectClean(provider)
    const credentials = await provider()
    expect([ID, undefined]).toContain(credentials.accessKeyId)
    expectClean(provider, credentials, { nested: [credentials] }, [...Object.entries(credentials)])
  })

  it('shows in no error for wrong values, wherever they stand', async () => {
    const planted: unknown[] = [
      `${SECRET}\n`,
      `<${SECRET}>`,
      `${SECRET} ${TOKEN}`,
      { [SECRET]: SECRET },
      [SECRET],
      { toString: () => SECRET },
    ]
    const attempts: (() => unknown)[] = planted.flatMap((value) => {
      const wrong = value as string
      return [
        () => fromAccessKey({ accessKeyId: wrong, accessKeySecret: SECRET }),
        () => fromAccessKey({ accessKeyId: ID, accessKeySecret: wrong }),
        () => fromSts({ ...key, securityToken: wrong }),
        () => fromBearer({ bearerToken: wrong }),
        () => createCredentials({ ...key, expiration: wrong }),
        () => createCredentials({ ...key, accessKeySecret: '', type: wrong as never }),
        () => fromCredentialsUri({ credentialsURI: wrong }),
        () => fromCredentialsUri({ credentialsURI: `ftp://host/?${SECRET}` }),
        () => fromCredentialsUri({ credentialsURI: `https://user:${SECRET}@host/` }),
        () => toProvider(wrong as never),
        () => toProvider({ getCredential: async () => ({ ...key, accessKeySecret: wrong }) })(),
        () => cached(async () => ({ ...key, expiration: wrong }))(),
        () => fromEnv({ env: { ...env, ALIBABA_CLOUD_ACCESS_KEY_SECRET: typeof wrong === 'string' ? `x ${wrong}` : '<x>' } })(),
      ]
    })
    for (const attempt of attempts) {
      const error = await Promise.resolve()
        .then(attempt)
        .then(
          () => Promise.reject(new Error(`accepted by ${attempt}`)),
          (error) => error,
        )
      expect(error.code).toMatch(/^ERR_/)
      expectClean(error, error.toJSON())
    }
  })

  it('shows in no event, while credentials come, fail, go stale and expire', async () => {
    const clock = createFakeClock()
    const events: CredentialEvent[] = []
    let fails = false
    const source = async (): Promise<typeof key & { expiration: number }> => {
      if (fails) throw new Error(`cannot read {"AccessKeySecret":"${SECRET}"}`)
      return { ...key, expiration: clock.now() + 60_000 }
    }
    const provider = createChain(
      [fromEnv({ env: {} }), cached(source, { ...clock, maxStale: 60_000, onEvent: (event) => events.push(event) })],
      {
        ...clock,
        onEvent: (event) => events.push(event),
      },
    )
    await provider()
    fails = true
    const errors: unknown[] = []
    for (let step = 0; step < 15; step++) {
      await clock.advance(10_000)
      await provider().catch((error) => errors.push(error))
    }
    expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['chain', 'refreshed', 'refresh-failed', 'stale']))
    expect(errors.length).toBeGreaterThan(0)
    expectClean(events)
    // What a user's own function threw is kept for the user, as the cause, and goes into no message, JSON or event.
    for (const error of errors)
      for (const canary of [ID, SECRET, TOKEN]) expect(findCanary(canary, (error as Error).message, JSON.stringify(error))).toEqual([])
  })

  it('R12 keeps the facts of an error when it crosses a JSON boundary', async () => {
    const error = await chain(fromEnv({ env: {} }), async () => ({ ...key, accessKeySecret: '' }))().catch((error) => error)
    const crossed = JSON.parse(JSON.stringify(error))
    expect(crossed).toMatchObject({
      name: 'ChainError',
      code: 'ERR_CREDENTIALS_INVALID',
      message: error.message,
      hint: error.hint,
      attempts: [],
      links: [{ name: 'env' }, { name: 'custom', outcome: 'failed' }],
      cause: { name: 'CredentialsError', field: 'accessKeySecret' },
    })
    expect(structuredClone(crossed)).toEqual(crossed)
    expectClean(error, crossed)
  })
})
