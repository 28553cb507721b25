import { describe, expect, it } from 'vitest'
import { fromAccessKey } from './from-access-key.ts'
import type { CredentialLike, HeldCredentials } from './provider.ts'
import { createFakeClock } from './testing.ts'
import { toProvider } from './to-provider.ts'

const key = { accessKeyId: 'LTAIexampleKeyIdWxyz', accessKeySecret: 'secret' }

/** An object like the official Node client, which neither caches together nor knows our options. */
const holder = (
  held: HeldCredentials | (() => Promise<HeldCredentials>),
): { getCredential: () => Promise<HeldCredentials>; calls: number } => ({
  calls: 0,
  async getCredential() {
    this.calls++
    return typeof held === 'function' ? held() : held
  },
})

describe('toProvider', () => {
  it('returns a provider as it is', () => {
    const provider = fromAccessKey(key)
    expect(toProvider(provider)).toBe(provider)
  })

  it('caches any other async function', async () => {
    let calls = 0
    const provider = toProvider(async () => ({ ...key, accessKeyId: `LTAI${++calls}` }))
    expect([(await provider()).accessKeyId, (await provider()).accessKeyId]).toEqual(['LTAI1', 'LTAI1'])
  })

  it('takes an object with getCredential() and keeps its type and provider name', async () => {
    const held = { ...key, securityToken: 'token', type: 'ram_role_arn', providerName: 'ram_role_arn/static_ak' }
    const official = holder(held)
    const provider = toProvider(official)
    const all = await Promise.all([provider(), provider(), provider()])
    expect(all[0]).toMatchObject(held)
    expect([new Set(all).size, official.calls]).toEqual([1, 1])
  })

  it('reads what the official clients write for absent members', async () => {
    const absent = { securityToken: '', bearerToken: null, type: null, providerName: undefined }
    expect(await toProvider(holder({ ...key, ...absent }))()).toMatchObject({ ...key, type: 'access_key', securityToken: undefined })
    const bearer = holder({ accessKeyId: '', accessKeySecret: '', securityToken: '', bearerToken: 'bt', type: 'bearer' })
    expect(await toProvider(bearer)()).toMatchObject({ type: 'bearer', bearerToken: 'bt', accessKeyId: undefined })
  })

  it('R49 makes a typed error of an object that gives something unusable', async () => {
    for (const held of [{}, null, 'text', { accessKeyId: 5, accessKeySecret: 'secret' }]) {
      await expect(toProvider(holder(held as HeldCredentials))()).rejects.toMatchObject({
        code: 'ERR_CREDENTIALS_INVALID',
        field: 'accessKeyId',
      })
    }
  })

  it('asks the object again after a service rejected the key', async () => {
    const official = holder(async () => ({ ...key, accessKeyId: `LTAI${official.calls}` }))
    const provider = toProvider(official, createFakeClock())
    await provider()
    expect(await provider({ rejectedKeyId: 'LTAI1' })).toMatchObject({ accessKeyId: 'LTAI2' })
  })

  it.each([undefined, null, 'key', 5, {}, key, { getCredential: 5 }])('refuses %j, saying what to pass', (like) => {
    expect(() => toProvider(like as unknown as CredentialLike)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: 'credential', hint: expect.stringContaining('Pass a provider') }),
    )
  })
})
