import { createFakeClock, createScriptedFetch } from '@x/credentials-core/testing'
import { describe, expect, it } from 'vitest'
import { type CredentialEvent, fromDefaultChain } from './index.ts'

const pair = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIexampleKeyIdWxyz', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'secret' }
const uri = { ALIBABA_CLOUD_CREDENTIALS_URI: 'http://localhost:4000/credentials' }
const body = { AccessKeyId: 'STS.example', AccessKeySecret: 'secret', SecurityToken: 'token', Expiration: '2130-01-01T00:00:00Z' }

describe('fromDefaultChain', () => {
  it('takes the variables first, and names the path', async () => {
    const fetch = createScriptedFetch([])
    const provider = fromDefaultChain({ env: { ...pair, ...uri }, fetch })
    expect(provider.providerName).toBe('default')
    expect(await provider()).toMatchObject({ accessKeyId: pair.ALIBABA_CLOUD_ACCESS_KEY_ID, providerName: 'default/env' })
    expect(await provider()).toBe(await provider())
    expect(fetch.requests).toHaveLength(0)
  })

  it('E68 goes on to the credentials URI when the pair is incomplete', async () => {
    const env = { ...uri, ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIexample', ALIBABA_CLOUD_ACCESS_KEY_SECRET: '' }
    const fetch = createScriptedFetch([{ body }])
    expect(await fromDefaultChain({ env, fetch })()).toMatchObject({ accessKeyId: 'STS.example', providerName: 'default/credential_uri' })
    expect(fetch.requests.map(({ url }) => url)).toEqual([uri.ALIBABA_CLOUD_CREDENTIALS_URI])
  })

  it('E73 lists every link when nothing is configured, with no network access at all', async () => {
    const fetch = createScriptedFetch([])
    const error = await fromDefaultChain({ env: {}, fetch })().catch((error) => error)
    expect(error).toMatchObject({ name: 'ChainError', code: 'ERR_CREDENTIALS_EXHAUSTED', provider: 'default' })
    expect(error.links.map(({ name, outcome, lookedAt }: Record<string, unknown>) => [name, outcome, lookedAt])).toEqual([
      ['env', 'skipped', 'ALIBABA_CLOUD_ACCESS_KEY_ID'],
      ['credential_uri', 'skipped', 'ALIBABA_CLOUD_CREDENTIALS_URI'],
    ])
    expect(fetch.requests).toHaveLength(0)
  })

  it('R34 stops at a broken variable, and goes on with lenient', async () => {
    const env = { ...pair, ...uri, ALIBABA_CLOUD_ACCESS_KEY_ID: '<access_key_id>' }
    await expect(fromDefaultChain({ env })()).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'ALIBABA_CLOUD_ACCESS_KEY_ID' })
    const provider = fromDefaultChain({ env, lenient: true, fetch: createScriptedFetch([{ body }]) })
    expect(await provider()).toMatchObject({ accessKeyId: 'STS.example' })
  })

  it('E70 E72 reads the environment at the call, and remembers no failure', async () => {
    const env: Record<string, string> = {}
    const provider = fromDefaultChain({ env })
    await expect(provider()).rejects.toMatchObject({ code: 'ERR_CREDENTIALS_EXHAUSTED' })
    Object.assign(env, pair)
    expect(await provider()).toMatchObject({ providerName: 'default/env' })
  })

  it('E61 contacts the source once for 20 parallel first calls', async () => {
    const fetch = createScriptedFetch([{ body }])
    const provider = fromDefaultChain({ env: uri, fetch })
    const all = await Promise.all(Array.from({ length: 20 }, () => provider()))
    expect([new Set(all).size, fetch.requests.length]).toEqual([1, 1])
  })

  it('refreshes by the time it is given, and tells what happens', async () => {
    const { now, advance, ...refresh } = createFakeClock()
    const events: CredentialEvent[] = []
    const short = (minutes: number) => ({ body: { ...body, Expiration: `2030-01-01T00:${minutes}:00Z` } })
    const fetch = createScriptedFetch([short(30), short(59)])
    const provider = fromDefaultChain({ env: uri, fetch, now, refresh, onEvent: (event) => events.push(event) })
    await provider()
    await advance(29.5 * 60_000)
    await provider()
    expect(fetch.requests).toHaveLength(2)
    expect(events.map(({ type }) => type)).toEqual(['refreshed', 'chain', 'refreshed'])
  })

  it.each(['profile', 'home', 'readFile', 'ecs', 'stsEndpoint', 'lenient_mode'])('refuses the option %s, which no link reads', (name) => {
    expect(() => fromDefaultChain({ [name]: 'x' })).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: name }))
  })
})
