import { describe, expect, it, vi } from 'vitest'
import { peekCredentials } from './define-provider.ts'
import { fromAccessKey } from './from-access-key.ts'
import { fromBearer } from './from-bearer.ts'
import { fromEnv } from './from-env.ts'
import { fromSts } from './from-sts.ts'
import type { CredentialProvider } from './provider.ts'
import { findCanary } from './testing.ts'

const ID = 'LTAIexampleKeyIdWxyz'
const SECRET = 'canarySecret7f3Kq9ZbT2mXv5Lp8'
const TOKEN = 'canaryToken+4hJ/w8sQd1NcRy6G=='
const PAIR = { ALIBABA_CLOUD_ACCESS_KEY_ID: ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET: SECRET }

const thrown = (make: () => unknown): unknown => {
  try {
    make()
  } catch (error) {
    return error
  }
  return undefined
}
const rejection = (provider: CredentialProvider): Promise<unknown> => provider().catch((error: unknown) => error)

describe('fromAccessKey', () => {
  it('gives the pair of the code under the name static_ak', async () => {
    const provider = fromAccessKey({ accessKeyId: ID, accessKeySecret: SECRET })
    expect(provider.providerName).toBe('static_ak')
    const credentials = await provider()
    expect(credentials).toMatchObject({ type: 'access_key', accessKeyId: ID, accessKeySecret: SECRET, providerName: 'static_ak' })
    expect(credentials.securityToken).toBeUndefined()
    expect(await provider()).toBe(credentials)
  })

  it('E03 refuses half a pair at once, although a variable holds the other half', () => {
    const error = thrown(() => fromAccessKey({ accessKeyId: ID, env: PAIR }))
    expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'accessKeySecret' })
    expect(thrown(() => fromAccessKey({ accessKeySecret: SECRET, env: PAIR }))).toMatchObject({ field: 'accessKeyId' })
  })

  it('E04 takes both from the variables, at the call, when neither is given', async () => {
    const env: Record<string, string> = {}
    const provider = fromAccessKey({ env })
    expect(await rejection(provider)).toMatchObject({ code: 'ERR_CREDENTIALS_NOT_CONFIGURED', provider: 'static_ak', skippable: true })
    Object.assign(env, PAIR, { ALIBABA_CLOUD_SECURITY_TOKEN: TOKEN })
    expect(await provider()).toMatchObject({ type: 'access_key', accessKeyId: ID, accessKeySecret: SECRET, securityToken: undefined })
  })

  it('E04 gives all who ask for the variables at once the same object, and shows it from then on', async () => {
    const provider = fromAccessKey({ env: PAIR })
    expect(peekCredentials(provider)).toBeUndefined()
    const [first, ...others] = await Promise.all([provider(), provider(), provider()])
    expect(others).toEqual([first, first])
    expect(others.every((other) => other === first)).toBe(true)
    expect(peekCredentials(provider)).toBe(first)
  })

  it.each([
    ['access_key_id', 'accessKeyId'],
    ['accesskeyid', 'accessKeyId'],
    ['region', 'accessKeyId'],
  ])('refuses the unknown option %s and names the ones that are known', (name, known) => {
    const error = thrown(() => fromAccessKey({ [name]: SECRET }))
    expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION', field: name })
    expect((error as Error).message).toContain(known)
    expect(findCanary(SECRET, error)).toEqual([])
  })

  it('treats undefined as absent', async () => {
    expect(await fromAccessKey({ accessKeyId: undefined, accessKeySecret: undefined, env: PAIR })()).toMatchObject({ accessKeyId: ID })
  })
})

describe('fromSts', () => {
  it('gives the triple under the name static_sts', async () => {
    const credentials = await fromSts({ accessKeyId: ID, accessKeySecret: SECRET, securityToken: TOKEN })()
    expect(credentials).toMatchObject({ type: 'sts', securityToken: TOKEN, providerName: 'static_sts' })
  })

  it('E06 refuses a pair without token at once, and misses a variable at the call', async () => {
    expect(thrown(() => fromSts({ accessKeyId: ID, accessKeySecret: SECRET }))).toMatchObject({ field: 'securityToken' })
    expect(await rejection(fromSts({ env: PAIR }))).toMatchObject({
      code: 'ERR_CREDENTIALS_NOT_CONFIGURED',
      field: 'ALIBABA_CLOUD_SECURITY_TOKEN',
    })
  })
})

describe('fromBearer', () => {
  it('E08 gives the token and nothing else', async () => {
    const { type, accessKeyId, accessKeySecret, securityToken, bearerToken } = await fromBearer({ bearerToken: TOKEN })()
    expect([type, accessKeyId, accessKeySecret, securityToken, bearerToken]).toEqual(['bearer', undefined, undefined, undefined, TOKEN])
  })

  it('E07 refuses an empty token at once', () => {
    expect(thrown(() => fromBearer({ bearerToken: '' }))).toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'bearerToken' })
  })

  it('reads ALIBABA_CLOUD_BEARER_TOKEN when no token is given', async () => {
    const provider = fromBearer({ env: { ALIBABA_CLOUD_BEARER_TOKEN: TOKEN } })
    const value = await provider()
    expect(value).toMatchObject({ type: 'bearer', bearerToken: TOKEN })
    expect(peekCredentials(provider)).toBe(value)
  })
})

describe('fromEnv', () => {
  it('E69 gives sts credentials when a token is set, else access_key', async () => {
    expect(await fromEnv({ env: PAIR })()).toMatchObject({ type: 'access_key', securityToken: undefined, providerName: 'env' })
    const env = { ...PAIR, ALIBABA_CLOUD_SECURITY_TOKEN: TOKEN }
    expect(await fromEnv({ env })()).toMatchObject({ type: 'sts', securityToken: TOKEN, providerName: 'env' })
  })

  it('E70 reads the variables at each call, and gives the same object for the same values', async () => {
    const env: Record<string, string> = { ...PAIR }
    const provider = fromEnv({ env })
    const first = await provider()
    expect(await provider()).toBe(first)
    env.ALIBABA_CLOUD_ACCESS_KEY_ID = 'LTAIotherKeyIdABCD'
    expect(await provider()).toMatchObject({ accessKeyId: 'LTAIotherKeyIdABCD' })
    expect(first.accessKeyId).toBe(ID)
    delete env.ALIBABA_CLOUD_ACCESS_KEY_SECRET
    expect(await rejection(provider)).toMatchObject({ skippable: true })
    expect(peekCredentials(provider)).toBeUndefined()
  })

  it.each([
    [{}, 'ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET'],
    [{ ALIBABA_CLOUD_ACCESS_KEY_ID: ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET: '' }, 'ALIBABA_CLOUD_ACCESS_KEY_SECRET'],
    [{ ALIBABA_CLOUD_ACCESS_KEY_ID: ' \t', ALIBABA_CLOUD_ACCESS_KEY_SECRET: SECRET }, 'ALIBABA_CLOUD_ACCESS_KEY_ID'],
  ])('E68 is skippable with incomplete variables, and names those that are missing', async (env, names) => {
    const error = await rejection(fromEnv({ env }))
    expect(error).toMatchObject({ code: 'ERR_CREDENTIALS_NOT_CONFIGURED', provider: 'env', skippable: true, field: names.split(',')[0] })
    expect((error as Error).message).toMatch(`Not set: ${names}.`)
  })

  it('R14 trims blanks, line breaks and a byte order mark', async () => {
    const env = { ALIBABA_CLOUD_ACCESS_KEY_ID: `\uFEFF${ID}\r\n`, ALIBABA_CLOUD_ACCESS_KEY_SECRET: ` ${SECRET}\n` }
    expect(await fromEnv({ env })()).toMatchObject({ accessKeyId: ID, accessKeySecret: SECRET })
  })

  it('R13 refuses a placeholder in a variable, naming the variable, and does not let a chain pass it over', async () => {
    const error = await rejection(fromEnv({ env: { ...PAIR, ALIBABA_CLOUD_ACCESS_KEY_ID: '<access_key_id>' } }))
    expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'ALIBABA_CLOUD_ACCESS_KEY_ID' })
    expect((error as { skippable?: boolean }).skippable).toBeFalsy()
    const inner = await rejection(fromEnv({ env: { ...PAIR, ALIBABA_CLOUD_ACCESS_KEY_SECRET: `${SECRET} x` } }))
    expect(inner).toMatchObject({ field: 'ALIBABA_CLOUD_ACCESS_KEY_SECRET' })
    expect(findCanary(SECRET, inner)).toEqual([])
  })

  it('reads the variables of the process by default', async () => {
    vi.stubEnv('ALIBABA_CLOUD_ACCESS_KEY_ID', '<access_key_id>')
    vi.stubEnv('ALIBABA_CLOUD_ACCESS_KEY_SECRET', SECRET)
    expect(await rejection(fromEnv())).toMatchObject({ field: 'ALIBABA_CLOUD_ACCESS_KEY_ID' })
    vi.unstubAllEnvs()
  })

  it('R70 rejects with the reason of a signal that has aborted', async () => {
    const reason = new Error('gone')
    for (const provider of [fromEnv({ env: PAIR }), fromAccessKey({ accessKeyId: ID, accessKeySecret: SECRET })]) {
      await expect(provider({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    }
  })
})
