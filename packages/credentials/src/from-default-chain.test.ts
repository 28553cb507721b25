import { createFakeClock, createScriptedFetch } from '@x/credentials-core/testing'
import { describe, expect, it } from 'vitest'
import { CLI, cliFile, createFiles, INI, nowhere } from '../test/chain-places.ts'
import { type CredentialEvent, type DefaultChainOptions, explain, fromDefaultChain } from './index.ts'

const pair = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIexampleKeyIdWxyz', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'secret' }
const uri = { ALIBABA_CLOUD_CREDENTIALS_URI: 'http://localhost:4000/credentials' }
const body = { AccessKeyId: 'STS.example', AccessKeySecret: 'secret', SecurityToken: 'token', Expiration: '2130-01-01T00:00:00Z' }
const key = (id: string): string => `[default]\ntype = access_key\naccess_key_id = ${id}\naccess_key_secret = secret\n`
const metadataEndpoint = 'metadata.test'

describe('fromDefaultChain', () => {
  it('takes the variables first, and names the path', async () => {
    const fetch = createScriptedFetch([])
    const provider = fromDefaultChain({ ...nowhere, env: { ...pair, ...uri }, fetch })
    expect(provider.providerName).toBe('default')
    expect(await provider()).toMatchObject({ accessKeyId: pair.ALIBABA_CLOUD_ACCESS_KEY_ID, providerName: 'default/env' })
    expect(await provider()).toBe(await provider())
    expect(fetch.requests).toHaveLength(0)
  })

  it('E68 goes on to the credentials URI when the pair is incomplete', async () => {
    const env = { ...uri, ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIexample', ALIBABA_CLOUD_ACCESS_KEY_SECRET: '' }
    const fetch = createScriptedFetch([{ body }])
    const provider = fromDefaultChain({ ...nowhere, env, fetch })
    expect(await provider()).toMatchObject({ accessKeyId: 'STS.example', providerName: 'default/credential_uri' })
    expect(fetch.requests.map(({ url }) => url)).toEqual([uri.ALIBABA_CLOUD_CREDENTIALS_URI])
  })

  it('E73 R32 lists every link when nothing is configured, with no network access at all', async () => {
    const fetch = createScriptedFetch([])
    const env = { ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'TRUE' }
    const error = await fromDefaultChain({ ...nowhere, ecs: 'auto', env, fetch })().catch((error) => error)
    expect(error).toMatchObject({ name: 'ChainError', code: 'ERR_CREDENTIALS_EXHAUSTED', provider: 'default' })
    expect(error.links.map(({ name, outcome, lookedAt }: Record<string, unknown>) => [name, outcome, lookedAt])).toEqual([
      ['env', 'skipped', 'ALIBABA_CLOUD_ACCESS_KEY_ID'],
      ['oidc_role_arn', 'skipped', 'ALIBABA_CLOUD_ROLE_ARN'],
      ['cli_profile', 'skipped', '~/.aliyun/config.json'],
      ['profile', 'skipped', '~/.alibabacloud/credentials'],
      ['ecs_ram_role', 'skipped', 'ALIBABA_CLOUD_ECS_METADATA_DISABLED'],
      ['credential_uri', 'skipped', 'ALIBABA_CLOUD_CREDENTIALS_URI'],
    ])
    expect(fetch.requests).toHaveLength(0)
  })

  it('R34 stops at a broken variable, and goes on with lenient', async () => {
    const env = { ...pair, ...uri, ALIBABA_CLOUD_ACCESS_KEY_ID: '<access_key_id>' }
    const readFile = createFiles({ [INI]: key('LTAIother') })
    const provider = fromDefaultChain({ ...nowhere, env, readFile })
    await expect(provider()).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'ALIBABA_CLOUD_ACCESS_KEY_ID' })
    expect(readFile.paths).toEqual([])
    const lenient = fromDefaultChain({ ...nowhere, env, lenient: true, fetch: createScriptedFetch([{ body }]) })
    expect(await lenient()).toMatchObject({ accessKeyId: 'STS.example' })
  })

  it('E70 reads the environment at the call, and E103 keeps what one chain finds from another', async () => {
    const env: Record<string, string> = {}
    const provider = fromDefaultChain({ ...nowhere, env })
    const other = fromDefaultChain({ ...nowhere, env: { ...pair, ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIother' } })
    await expect(provider()).rejects.toMatchObject({ code: 'ERR_CREDENTIALS_EXHAUSTED' })
    Object.assign(env, pair)
    expect([(await provider()).accessKeyId, (await other()).accessKeyId]).toEqual([pair.ALIBABA_CLOUD_ACCESS_KEY_ID, 'LTAIother'])
  })

  it('E72 R31 succeeds as soon as a file appears, and remembers no link by its failure', async () => {
    const files: Record<string, string> = {}
    const provider = fromDefaultChain({ ...nowhere, readFile: createFiles(files) })
    await expect(provider()).rejects.toMatchObject({ code: 'ERR_CREDENTIALS_EXHAUSTED' })
    files[INI] = key('LTAIlater')
    expect(await provider()).toMatchObject({ accessKeyId: 'LTAIlater', providerName: 'default/profile/static_ak' })
  })

  it('E72 R31 succeeds as soon as a file that stopped it is mended', async () => {
    const clock = createFakeClock()
    const { now, ...refresh } = clock
    const files: Record<string, string> = { [INI]: '[default' }
    const provider = fromDefaultChain({ ...nowhere, readFile: createFiles(files), now, refresh })
    await expect(provider()).rejects.toMatchObject({ code: 'ERR_FILE_SYNTAX', cause: { line: 1 } })
    files[INI] = key('LTAIlater')
    await clock.advance(3000)
    expect(await provider()).toMatchObject({ accessKeyId: 'LTAIlater' })
  })

  it('E71 R33 asks each link once for 50 first calls, although an early link is slow and fails', async () => {
    let answer: () => void = () => {}
    const until = new Promise<void>((resolve) => {
      answer = resolve
    })
    const readFile = createFiles({ [INI]: key('LTAIini') })
    const slow: DefaultChainOptions['readFile'] = async (path) => {
      await until
      return readFile(path)
    }
    const calls = Array.from({ length: 50 }, () => fromDefaultChain)
    const provider = fromDefaultChain({ ...nowhere, readFile: slow })
    const all = Promise.all(calls.map(() => provider()))
    answer()
    expect(new Set((await all).map(({ accessKeyId }) => accessKeyId))).toEqual(new Set(['LTAIini']))
    expect(readFile.paths).toEqual([CLI, INI])
  })

  it('E61 R15 contacts the source once for 20 parallel first calls', async () => {
    const fetch = createScriptedFetch([{ body }])
    const provider = fromDefaultChain({ ...nowhere, env: uri, fetch })
    const all = await Promise.all(Array.from({ length: 20 }, () => provider()))
    expect([new Set(all).size, fetch.requests.length]).toEqual([1, 1])
  })

  it('R35 tells each link that failed on one screen, with milliseconds and a hint', async () => {
    const env = { ...pair, ALIBABA_CLOUD_ACCESS_KEY_SECRET: '' }
    const profile = { name: 'a', mode: 'AK', access_key_id: '', access_key_secret: '' }
    const readFile = createFiles({ [CLI]: cliFile(profile), [INI]: '[default]\ntype = nope\n' })
    const error = await fromDefaultChain({ ...nowhere, env, readFile })().catch((error) => error)
    expect(error.message.split('\n')).toEqual([
      'No credentials from default:',
      expect.stringMatching(/^ {2}env skipped \(\d+ ms\): Not set: ALIBABA_CLOUD_ACCESS_KEY_SECRET\.$/),
      expect.stringMatching(/^ {2}oidc_role_arn skipped \(\d+ ms\): Not set: ALIBABA_CLOUD_ROLE_ARN, /),
      expect.stringMatching(/^ {2}cli_profile skipped \(\d+ ms\): The profile a of ~\/\.aliyun\/config\.json has no keys\.$/),
      expect.stringMatching(/^ {2}profile failed \(\d+ ms\): The profile default of ~\/\.alibabacloud\/credentials has a type that/),
      expect.stringMatching(/^ +Use one of access_key, /),
    ])
    expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'type', skippable: false })
  })

  it('R36 falls back once from the hardened mode of the metadata service where that is not known, with an event', async () => {
    const { now, ...refresh } = createFakeClock()
    const machine = { ...nowhere, ecs: 'auto', metadataEndpoint, now, refresh } as const
    const events: CredentialEvent[] = []
    const fetch = createScriptedFetch([{ status: 404 }, { body: 'role' }, { body: { Code: 'Success', ...body } }])
    const provider = fromDefaultChain({ ...machine, fetch, onEvent: (event) => events.push(event) })
    expect(await provider()).toMatchObject({ providerName: 'default/ecs_ram_role' })
    expect(events.filter(({ type }) => type === 'fallback')).toEqual([
      { type: 'fallback', provider: 'ecs_ram_role', action: 'GetToken', status: 404 },
    ])
    const silent = createScriptedFetch([{ error: new Error('reset') }])
    const other = fromDefaultChain({ ...machine, fetch: silent })
    await expect(other()).rejects.toMatchObject({ code: 'ERR_CREDENTIALS_EXHAUSTED' })
    expect(silent.requests).toHaveLength(1)
  })

  it('R37 asks a metadata service that is silent for a second, and not again for ten minutes', async () => {
    const clock = createFakeClock()
    const { now, ...refresh } = clock
    const fetch = createScriptedFetch(() => ({ hang: true }))
    const provider = fromDefaultChain({ ...nowhere, ecs: 'auto', metadataEndpoint, fetch, now, refresh })
    const begun = now()
    const ask = async (): Promise<number> => {
      const call = provider().then(
        () => Promise.reject(new Error('succeeded')),
        (error) => error,
      )
      const settled = call.then(() => now())
      // Files are looked for before; time stands still until the request is out.
      const seen = fetch.requests.length
      for (let turn = 0; turn < 50 && fetch.requests.length === seen; turn++) await clock.advance(0)
      for (let ms = 0; ms < 2000; ms += 100) await clock.advance(100)
      expect(await call).toMatchObject({ code: 'ERR_CREDENTIALS_EXHAUSTED' })
      return settled
    }
    expect((await ask()) - begun).toBeLessThanOrEqual(1200)
    expect(fetch.requests).toHaveLength(1)
    await ask()
    expect(fetch.requests).toHaveLength(1)
    await clock.advance(600_000)
    await ask()
    expect(fetch.requests).toHaveLength(2)
  })

  it('R38 tries again on a metadata service that has been seen alive', async () => {
    const fetch = createScriptedFetch([
      { body: 'metadataToken' },
      { body: 'role' },
      { status: 429 },
      { body: { Code: 'Success', ...body } },
    ])
    const { now, monotonic } = createFakeClock()
    const after = (_: number, run: () => void): (() => void) => {
      const timer = setTimeout(run, _ < 1000 ? 0 : 2 ** 30)
      return () => clearTimeout(timer)
    }
    const provider = fromDefaultChain({ ...nowhere, ecs: 'auto', metadataEndpoint, fetch, now, refresh: { monotonic, after } })
    expect(await provider()).toMatchObject({ accessKeyId: 'STS.example' })
    expect(fetch.requests).toHaveLength(4)
  })

  it('refreshes by the time it is given, and tells what happens', async () => {
    const { now, advance, ...refresh } = createFakeClock()
    const events: CredentialEvent[] = []
    const short = (minutes: number) => ({ body: { ...body, Expiration: `2030-01-01T00:${minutes}:00Z` } })
    const fetch = createScriptedFetch([short(30), short(59)])
    const provider = fromDefaultChain({ ...nowhere, env: uri, fetch, now, refresh, onEvent: (event) => events.push(event) })
    await provider()
    await advance(29.5 * 60_000)
    await provider()
    expect(fetch.requests).toHaveLength(2)
    expect(events.map(({ type }) => type)).toEqual(['refreshed', 'chain', 'refreshed'])
  })

  it('R8 R66 R67 has nothing to close: without a call there is no contact, and no timer is left', async () => {
    const { now, advance, pending, ...refresh } = createFakeClock()
    const fetch = createScriptedFetch(() => ({ body: { ...body, Expiration: new Date(now() + 3_600_000).toISOString() } }))
    const provider = fromDefaultChain({ ...nowhere, env: uri, fetch, now, refresh })
    await provider()
    await advance(50 * 60_000)
    // This begins a refresh in the background.
    await provider()
    await advance(1000)
    expect([fetch.requests.length, pending()]).toEqual([2, 0])
    await advance(10 * 3_600_000)
    expect([fetch.requests.length, pending()]).toEqual([2, 0])
  })

  it('E24 R30 sends the body of a request for a role again, whole but for nonce, time and signature', async () => {
    const fetch = createScriptedFetch([{ status: 503 }, { body: { Credentials: body } }])
    const role = `[default]\ntype = ram_role_arn\nrole_arn = acs:ram::1234567890123456:role/reader\naccess_key_id = LTAIini\naccess_key_secret = secret\n`
    const provider = fromDefaultChain({ ...nowhere, readFile: createFiles({ [INI]: role }), fetch })
    expect(await provider()).toMatchObject({ accessKeyId: 'STS.example' })
    const [first, second] = fetch.requests.map((request) => Object.fromEntries(new URLSearchParams(String(request.body))))
    const { SignatureNonce, Timestamp, Signature, ...same } = first ?? {}
    expect(second).toMatchObject(same)
    expect(second?.SignatureNonce).not.toBe(SignatureNonce)
    expect(second?.Signature).not.toBe(Signature)
  })

  it('asks all links again when the one that worked is no longer configured', async () => {
    const env: Record<string, string | undefined> = { ...pair }
    const provider = fromDefaultChain({ ...nowhere, env, readFile: createFiles({ [INI]: key('LTAIini') }) })
    expect(await provider()).toMatchObject({ providerName: 'default/env' })
    env.ALIBABA_CLOUD_ACCESS_KEY_ID = undefined
    expect(await provider()).toMatchObject({ accessKeyId: 'LTAIini' })
  })

  it('takes the order of the files from the variables of the moment', async () => {
    const env: Record<string, string> = {}
    const profile = { name: 'a', mode: 'AK', access_key_id: '', access_key_secret: '' }
    const files: Record<string, string> = { [CLI]: cliFile(profile), '/other': key('LTAIother') }
    const provider = fromDefaultChain({ ...nowhere, env, readFile: createFiles(files) })
    await expect(provider()).rejects.toMatchObject({ code: 'ERR_CREDENTIALS_EXHAUSTED' })
    files[CLI] = cliFile({ ...profile, access_key_id: 'LTAIcli', access_key_secret: 'secret' })
    env.ALIBABA_CLOUD_CREDENTIALS_FILE = '/other'
    expect(await provider()).toMatchObject({ accessKeyId: 'LTAIother' })
  })

  it.each<[string, unknown]>([
    ['lenient_mode', true],
    ['roleName', 'x'],
    ['ecs', 'always'],
    ['order', ['env', 'files']],
    ['order', 'env'],
    ['metadataEndpoint', 'http://metadata.example'],
    ['stsEndpoint', 'http://sts.example'],
    ['profile', ''],
    ['enableDefault', 'false'],
    ['platform', 5],
    ['home', 5],
    ['env', 'HOME=/root'],
  ])('refuses the option %s with %j at once', (name, value) => {
    expect(() => fromDefaultChain({ [name]: value })).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: name }))
  })

  it('R56 R57 tells onEvent of a login that was renewed and not saved, once', async () => {
    const events: CredentialEvent[] = []
    const profile = { name: 'a', mode: 'OAuth', oauth_site_type: 'CN', oauth_refresh_token: 'old-refresh' }
    const key = { accessKeyId: 'STS.x', accessKeySecret: 's', securityToken: 't', expiration: '2130-01-01T00:00:00Z' }
    const fetch = createScriptedFetch([{ body: { access_token: 'a', refresh_token: 'new-refresh', expires_in: 3600 } }, { body: key }])
    const readFile = createFiles({ [CLI]: cliFile(profile) })
    const provider = fromDefaultChain({ ...nowhere, fetch, readFile, onEvent: (event) => events.push(event) })
    expect(await provider()).toMatchObject({ accessKeyId: 'STS.x' })
    expect(events.filter(({ type }) => type === 'warning')).toEqual([
      {
        type: 'warning',
        provider: 'cli_profile',
        code: 'NOT_SAVED',
        message: expect.stringContaining('~/.aliyun/config.json (ENOWRITER). Give'),
      },
    ])
    expect(JSON.stringify(events)).not.toContain('new-refresh')
  })

  it('refuses options that are none', async () => {
    expect(() => fromDefaultChain(null as never)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: 'options' }))
    await expect(explain(null as never)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'options' })
  })

  it('takes the clock and the listener from refresh, too', async () => {
    const events: string[] = []
    const onEvent = ({ type }: { type: string }): unknown => events.push(type)
    let asked = 0
    const now = (): number => ++asked
    await fromDefaultChain({ ...nowhere, env: pair, refresh: { now, onEvent } })()
    expect(events).toContain('chain')
    expect(asked).toBeGreaterThan(0)
    await explain({ ...nowhere, env: pair, refresh: { onEvent } })
    expect(events.filter((type) => type === 'chain')).toHaveLength(2)
  })
})
