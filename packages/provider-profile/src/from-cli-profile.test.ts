import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type AlibabaCloudError,
  type CredentialProvider,
  CredentialsError,
  chain,
  fromAccessKey,
  fromBearer,
  fromSts,
  invalidOption,
  toProvider,
} from '@x/credentials-core'
import { createFakeClock, createScriptedFetch } from '@x/credentials-core/testing'
import { describe, expect, it } from 'vitest'
import { type FromCliProfileOptions, fromCliProfile, type ProfileConfig, type ProfileWarning } from './index.ts'

const PATH = '/home/ann/.aliyun/config.json'
const AK = { name: 'default', mode: 'AK', access_key_id: 'foo', access_key_secret: 'bar' }
const EXPIRATION = '2030-01-01T01:00:00Z'

/** A provider over one file in memory, that notes what it was asked to create. */
const setUp = (content: unknown, options: Partial<FromCliProfileOptions> = {}) => {
  const clock = createFakeClock()
  const configs: ProfileConfig[] = []
  const warnings: ProfileWarning[] = []
  const files: Record<string, string> = {}
  const reads: string[] = []
  if (content !== undefined) files[PATH] = typeof content === 'string' ? content : JSON.stringify(content, null, '\t')
  const create = (config: ProfileConfig): CredentialProvider => {
    configs.push(config)
    const { type, ...rest } = config
    if (type === 'access_key') return fromAccessKey(rest as never)
    if (type === 'bearer') return fromBearer(rest as never)
    if (type !== 'ram_role_arn' || !config.credential)
      return fromSts({ accessKeyId: type, accessKeySecret: 'secret', securityToken: 'token' })
    const { credential } = config
    return toProvider(async () => {
      const { accessKeyId, providerName } = await credential()
      return { accessKeyId: `role-of-${accessKeyId}`, accessKeySecret: 'secret', providerName: `ram_role_arn/${providerName}` }
    })
  }
  const provider = fromCliProfile({
    create,
    env: {},
    home: '/home/ann',
    platform: 'linux',
    readFile: async (path) => {
      reads.push(path)
      const text = files[path]
      if (text === undefined) throw Object.assign(new Error('x'), { code: 'ENOENT' })
      return text
    },
    updateFile: async (path, change) => {
      files[path] = change(files[path] ?? '') ?? files[path] ?? ''
    },
    refresh: clock,
    onWarning: (warning) => warnings.push(warning),
    ...options,
  })
  return { provider, clock, configs, warnings, files, reads }
}
const withProfiles = (...profiles: object[]) => ({ current: (profiles[0] as { name?: string }).name, profiles, meta_path: '' })
const failure = async (provider: CredentialProvider): Promise<CredentialsError & { line?: number; column?: number }> =>
  provider().then(
    () => Promise.reject(new Error('succeeded')),
    (error) => error,
  )
const configOf = async (profile: object, options: Partial<FromCliProfileOptions> = {}): Promise<ProfileConfig> => {
  const { provider, configs } = setUp(withProfiles({ name: 'default', ...profile }), options)
  await provider()
  return JSON.parse(JSON.stringify(configs.at(-1)))
}
const keys = { access_key_id: 'foo', access_key_secret: 'bar' }
const pair = { accessKeyId: 'foo', accessKeySecret: 'bar' }

describe('the modes of a profile', () => {
  it('AK, under the name of the file', async () => {
    expect(await setUp(withProfiles(AK)).provider()).toMatchObject({ ...pair, providerName: 'cli_profile/static_ak' })
    expect(await configOf({ mode: 'AK', ...keys })).toEqual({ type: 'access_key', ...pair })
  })

  it('StsToken', async () => {
    expect(await configOf({ mode: 'StsToken', ...keys, sts_token: 't' })).toEqual({ type: 'sts', ...pair, securityToken: 't' })
  })

  it('RamRoleArn, with every key that is listed for it', async () => {
    const role = { ram_role_arn: 'r', ram_session_name: 's', expired_seconds: 900, sts_region: 'cn-test' }
    const more = { sts_endpoint: 'e', enable_vpc: true, policy: '{\n}', external_id: 'x', sts_token: 't' }
    expect(await configOf({ mode: 'RamRoleArn', ...keys, ...role, ...more })).toEqual({
      type: 'ram_role_arn',
      ...pair,
      securityToken: 't',
      roleArn: 'r',
      roleSessionName: 's',
      roleSessionExpiration: 900,
      stsRegionId: 'cn-test',
      stsEndpoint: 'e',
      enableVpc: true,
      policy: '{\n}',
      externalId: 'x',
    })
    const other = await configOf({
      mode: 'RamRoleArn',
      ...keys,
      ram_role_arn: 'r',
      role_session_name: 'o',
      expired_seconds: 0,
      enable_vpc: 'FALSE',
    })
    expect(other).toEqual({ type: 'ram_role_arn', ...pair, roleArn: 'r', roleSessionName: 'o', enableVpc: false })
  })

  it('EcsRamRole', async () => {
    expect(await configOf({ mode: 'EcsRamRole', ram_role_name: 'r' })).toEqual({ type: 'ecs_ram_role', roleName: 'r' })
    expect(await configOf({ mode: 'ecsramrole' })).toEqual({ type: 'ecs_ram_role' })
  })

  it('E95 OIDC', async () => {
    const profile = { mode: 'OIDC', oidc_provider_arn: 'o', oidc_token_file: 'token', ram_role_arn: 'r', expired_seconds: '1800' }
    expect(await configOf(profile)).toEqual({
      type: 'oidc_role_arn',
      oidcProviderArn: 'o',
      oidcTokenFilePath: '/home/ann/.aliyun/token',
      roleArn: 'r',
      roleSessionExpiration: 1800,
    })
  })

  it('ChainableRamRoleArn, by the provider of its source', async () => {
    const chained = { name: 'a', mode: 'ChainableRamRoleArn', source_profile: 'b', ram_role_arn: 'one' }
    const inner = { ...chained, name: 'b', source_profile: 'default', ram_role_arn: 'two' }
    const { provider, configs } = setUp(withProfiles(chained, inner, AK))
    expect(await provider()).toMatchObject({
      accessKeyId: 'role-of-role-of-foo',
      providerName: 'cli_profile/ram_role_arn/ram_role_arn/static_ak',
    })
    expect(configs).toMatchObject([{ type: 'access_key' }, { roleArn: 'two' }, { roleArn: 'one' }])
  })

  it('E94 RamRoleArnWithRoleName, RsaKeyPair, CredentialsURI, BearerToken', async () => {
    const { provider, configs } = setUp(
      withProfiles({ name: 'a', mode: 'RamRoleArnWithRoleName', ram_role_name: 'r', ram_role_arn: 'arn' }),
    )
    expect(await provider()).toMatchObject({ accessKeyId: 'role-of-ecs_ram_role' })
    expect(configs).toMatchObject([
      { type: 'ecs_ram_role', roleName: 'r' },
      { type: 'ram_role_arn', roleArn: 'arn' },
    ])
    expect(await configOf({ mode: 'RsaKeyPair', key_pair_name: 'p', private_key: '~/k.pem', expired_seconds: 1000 })).toEqual({
      type: 'rsa_key_pair',
      publicKeyId: 'p',
      privateKeyFile: '/home/ann/k.pem',
      roleSessionExpiration: 1000,
    })
    expect(await configOf({ mode: 'CredentialsURI', credentials_uri: 'http://localhost/' })).toEqual({
      type: 'credentials_uri',
      credentialsURI: 'http://localhost/',
    })
    expect(await configOf({ mode: 'CredentialsURI' })).toEqual({ type: 'credentials_uri' })
    expect(await configOf({ mode: 'BearerToken', bearer_token: 'be\r\nar\u0000' })).toEqual({ type: 'bearer', bearerToken: 'bear' })
  })

  it('Anonymous, as no credentials', async () => {
    const { provider, configs } = setUp(withProfiles({ name: 'a', mode: 'Anonymous' }))
    expect(await provider()).toMatchObject({ type: 'anonymous', accessKeyId: undefined, providerName: 'cli_profile/anonymous' })
    expect(configs).toEqual([])
  })

  it('External, which is written back', async () => {
    const commands: unknown[] = []
    const printed = { mode: 'StsToken', ...keys, sts_token: 't', expiration: EXPIRATION }
    const { provider, files } = setUp(withProfiles({ name: 'a', mode: 'External', process_command: 'get "x y"', unknown: 1 }, AK), {
      runProcess: async ({ file, args }) => {
        commands.push([file, args])
        return { exitCode: 0, output: JSON.stringify(printed) }
      },
    })
    expect(await provider()).toMatchObject({ ...pair, securityToken: 't', providerName: 'cli_profile/external' })
    expect(commands).toEqual([['get', ['x y']]])
    const written = { name: 'a', mode: 'External', process_command: 'get "x y"', unknown: 1, ...keys, sts_token: 't' }
    expect(JSON.parse(files[PATH] ?? '')).toEqual(withProfiles({ ...written, sts_expiration: Date.parse(EXPIRATION) / 1000 - 5 }, AK))
  })

  it('E101 External and CredentialsURI refuse when the operator forbids them', async () => {
    for (const profile of [
      { mode: 'External', process_command: 'x' },
      { mode: 'CredentialsURI', credentials_uri: 'http://localhost/' },
    ]) {
      const env = { ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS: '1' }
      const { provider, configs } = setUp(withProfiles({ name: 'a', ...profile }), { env })
      expect(await failure(provider)).toMatchObject({ code: 'ERR_CREDENTIALS_DISABLED', skippable: false })
      expect(configs).toEqual([])
    }
  })

  it('R56 External refuses a file that anybody may write', async () => {
    const runProcess = async (): Promise<never> => Promise.reject(new Error('ran'))
    const inspectFile = async () => ({ mode: 0o602, foreign: false })
    const { provider } = setUp(withProfiles({ name: 'a', mode: 'External', process_command: 'x' }), { runProcess, inspectFile })
    expect(await failure(provider)).toMatchObject({ code: 'ERR_FILE_ACCESS', hint: 'Run chmod 600 ~/.aliyun/config.json.' })
    expect(await setUp(withProfiles(AK), { inspectFile }).provider()).toMatchObject(pair)
  })

  it('E96 CloudSSO asks for the account, and names an ended login', async () => {
    const profile = {
      name: 'a',
      mode: 'CloudSSO',
      cloud_sso_sign_in_url: 'https://signin.test:8443/start?x=y',
      cloud_sso_account_id: 'account',
      cloud_sso_access_config: 'config',
      access_token: 'sso-token',
      cloud_sso_access_token_expire: Date.UTC(2030, 0, 1) / 1000 + 60,
    }
    const key = { AccessKeyId: 'STS.x', AccessKeySecret: 's', SecurityToken: 't', Expiration: EXPIRATION }
    const fetch = createScriptedFetch([{ body: { CloudCredential: key, RequestId: 'r' } }])
    expect(await setUp(withProfiles(profile), { fetch }).provider()).toMatchObject({
      accessKeyId: 'STS.x',
      providerName: 'cli_profile/cloud_sso',
    })
    expect(fetch.requests).toMatchObject([{ url: 'https://signin.test:8443/cloud-credentials', method: 'POST' }])
    expect(JSON.parse(String(fetch.requests[0]?.body))).toEqual({ AccountId: 'account', AccessConfigurationId: 'config' })
    for (const ended of [{ access_token: '' }, { cloud_sso_access_token_expire: 1 }]) {
      const none = createScriptedFetch([])
      const error = await failure(setUp(withProfiles({ ...profile, ...ended }), { fetch: none }).provider)
      expect(error).toMatchObject({ code: 'ERR_CREDENTIALS_LOGIN_REQUIRED', skippable: false })
      expect(error.hint).toContain('aliyun configure --mode CloudSSO')
      expect(none.requests).toEqual([])
    }
  })

  const oauth = {
    name: 'a',
    mode: 'OAuth',
    oauth_site_type: 'intl',
    oauth_access_token: 'old-access',
    oauth_refresh_token: 'old-refresh',
    oauth_access_token_expire: 1,
    output_format: 'json',
  }
  const renewed = { access_token: 'new-access', refresh_token: 'new-refresh', expires_in: 3600 }
  const key = { accessKeyId: 'STS.y', accessKeySecret: 's', securityToken: 't', expiration: EXPIRATION }

  it('E97 R55 R59 OAuth renews its login, and writes it back in the real file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cli-profile-'))
    const file = join(folder, 'config.json')
    try {
      const text = JSON.stringify({ current: 'a', unknown: [1, 2], profiles: [AK, oauth] }, null, '\t')
      await writeFile(file, text, { mode: 0o644 })
      const fetch = createScriptedFetch([{ body: renewed }, { body: key }])
      const { provider, warnings } = setUp(undefined, { file, readFile: undefined, updateFile: undefined, fetch })
      expect(await provider()).toMatchObject({ accessKeyId: 'STS.y', providerName: 'cli_profile/oauth' })
      expect(fetch.requests.map(({ url }) => url)).toEqual([
        'https://oauth.alibabacloud.com/v1/token',
        'https://oauth.alibabacloud.com/v1/exchange',
      ])
      const seconds = Date.UTC(2030, 0, 1) / 1000 + 3600
      const own = { access_key_id: 'STS.y', access_key_secret: 's', sts_token: 't', sts_expiration: Date.parse(EXPIRATION) / 1000 - 5 }
      const after = {
        ...oauth,
        oauth_access_token: 'new-access',
        oauth_refresh_token: 'new-refresh',
        oauth_access_token_expire: seconds,
        ...own,
      }
      expect(await readFile(file, 'utf8')).toBe(JSON.stringify({ current: 'a', unknown: [1, 2], profiles: [AK, after] }, null, '\t'))
      if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600)
      expect(warnings.map(({ code }) => code)).toEqual(process.platform === 'win32' ? [] : ['OPEN_PERMISSIONS'])
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('OAuth keeps one provider although its tokens change in the file', async () => {
    const second = { ...key, accessKeyId: 'STS.second', expiration: '2030-01-01T02:00:00Z' }
    const fetch = createScriptedFetch([{ body: renewed }, { body: key }, { body: { ...renewed, access_token: 'third' } }, { body: second }])
    const { provider, clock, files } = setUp(withProfiles(oauth), { fetch })
    await provider()
    await clock.advance(59.5 * 60_000)
    expect(await provider()).toMatchObject({ accessKeyId: 'STS.second' })
    expect(String(fetch.requests[2]?.body)).toContain('refresh_token=new-refresh')
    expect(files[PATH]).toContain('"third"')
  })

  it('R59 OAuth keeps what another process wrote later', async () => {
    const { provider, files } = setUp(withProfiles(oauth), {
      fetch: createScriptedFetch([
        () => {
          files[PATH] = JSON.stringify(withProfiles({ ...oauth, oauth_refresh_token: 'theirs', oauth_access_token_expire: 4e9 }))
          return { body: renewed }
        },
        { body: key },
      ]),
    })
    await provider()
    expect(JSON.parse(files[PATH] ?? '').profiles[0]).toMatchObject({
      oauth_refresh_token: 'theirs',
      oauth_access_token_expire: 4e9,
      sts_token: 't',
    })
  })

  it('R57 a file that cannot be written is a warning, and no failure', async () => {
    for (const [updateFile, words] of [
      [async (): Promise<never> => Promise.reject(Object.assign(new Error('new-refresh'), { code: 'EROFS' })), '(EROFS)'],
      [async (): Promise<never> => Promise.reject(Object.assign(new Error('x'), { code: 'ELOCKED' })), '(ELOCKED)'],
      [undefined, '(ENOWRITER)'],
    ] as const) {
      const { provider, warnings } = setUp(withProfiles(oauth), {
        fetch: createScriptedFetch([{ body: renewed }, { body: key }]),
        updateFile,
      })
      expect(await provider()).toMatchObject({ accessKeyId: 'STS.y' })
      expect(warnings).toMatchObject([{ code: 'NOT_SAVED', provider: 'cli_profile', message: expect.stringContaining(words) }])
      expect(JSON.stringify(warnings)).not.toContain('new-refresh')
    }
  })

  it('R58 R71 of eight that start together with a login that is due, one renews it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cli-profile-'))
    const file = join(folder, 'config.json')
    try {
      await writeFile(file, JSON.stringify({ current: 'a', profiles: [{ ...oauth, oauth_refresh_token: 'R0' }] }), { mode: 0o600 })
      let renewals = 0
      const fetch = createScriptedFetch(({ url, body }) => {
        const until = new Promise((resolve) => setTimeout(resolve, 50))
        if (url.endsWith('/exchange')) return { body: key, until }
        // Each refresh token serves once.
        if (new URLSearchParams(String(body)).get('refresh_token') !== `R${renewals}`) return { status: 400, until }
        return { body: { ...renewed, refresh_token: `R${++renewals}` }, until }
      })
      const providers = Array.from(
        { length: 8 },
        () => setUp(undefined, { file, readFile: undefined, updateFile: undefined, fetch }).provider,
      )
      const ids = await Promise.all(providers.map(async (provider) => (await provider()).accessKeyId))
      expect(ids).toEqual(Array(8).fill('STS.y'))
      expect(fetch.requests.filter(({ url }) => url.endsWith('/token'))).toHaveLength(1)
      expect(await readFile(file, 'utf8')).toContain('"R1"')
      expect(await readdir(folder)).toEqual(['config.json'])
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('R57 asks a file that refuses the login once, and writes the login with the next credentials', async () => {
    const second = { ...key, accessKeyId: 'STS.second', expiration: '2030-01-01T02:00:00Z' }
    let writes = 0
    const { provider, clock, files } = setUp(withProfiles(oauth), {
      fetch: createScriptedFetch([{ body: { ...renewed, expires_in: 36_000 } }, { body: key }, { body: second }]),
      updateFile: async (path, change) => {
        if (++writes === 1) throw Object.assign(new Error('x'), { code: 'ELOCKED' })
        files[path] = change(files[path] ?? '') ?? ''
      },
    })
    await provider()
    expect(writes).toBe(1)
    await clock.advance(59.5 * 60_000)
    await provider()
    expect(writes).toBe(2)
    expect(JSON.parse(files[PATH] ?? '').profiles[0]).toMatchObject({ oauth_refresh_token: 'new-refresh', access_key_id: 'STS.second' })
  })

  it('OAuth without a token names the login', async () => {
    const error = await failure(setUp(withProfiles({ name: 'a', mode: 'OAuth', oauth_site_type: 'CN' })).provider)
    expect(error).toMatchObject({ code: 'ERR_CREDENTIALS_LOGIN_REQUIRED', hint: 'Run aliyun configure --mode OAuth --profile a.' })
  })
})

describe('circles of profiles', () => {
  const link = (name: string, source_profile: string) => ({ name, mode: 'ChainableRamRoleArn', source_profile, ram_role_arn: 'r' })

  it.each<[string, object[], string]>([
    ['E93 R41 itself', [link('a', 'a')], 'a → a'],
    ['E93 R41 two', [link('a', 'b'), link('b', 'a')], 'a → b → a'],
    ['a circle further on', [link('a', 'b'), link('b', 'c'), link('c', 'b')], 'a → b → c → b'],
    ['R41 fifty', Array.from({ length: 50 }, (_, n) => link(`p${n}`, `p${(n + 1) % 50}`)), 'p0 → p1'],
    ['R41 nine in a row', [...Array.from({ length: 8 }, (_, n) => link(`p${n}`, `p${n + 1}`)), { ...AK, name: 'p8' }], 'p7 → p8'],
  ])('stops at %s, naming the path', async (_, profiles, path) => {
    const { provider, configs } = setUp(withProfiles(...profiles))
    const error = await failure(provider)
    expect(error).toMatchObject({ code: 'ERR_PROFILE_CYCLE', field: 'source_profile', skippable: false })
    expect(error.message).toContain(path)
    expect(configs).toEqual([])
  })

  it('R41 takes eight in a row', async () => {
    const profiles = [...Array.from({ length: 7 }, (_, n) => link(`p${n}`, `p${n + 1}`)), { ...AK, name: 'p7' }]
    expect(await setUp(withProfiles(...profiles)).provider()).toMatchObject({ accessKeyId: `${'role-of-'.repeat(7)}foo` })
  })

  it('R41 names a source that is not there, or has nothing', async () => {
    for (const [profiles, field] of [
      [[link('a', 'nowhere')], 'source_profile'],
      [[{ ...link('a', ''), source_profile: undefined }], 'source_profile'],
      [[link('a', 'b'), { name: 'b', mode: 'AK', access_key_id: '', access_key_secret: '' }], 'access_key_id'],
    ] as const) {
      expect(await failure(setUp(withProfiles(...profiles)).provider)).toMatchObject({
        code: 'ERR_INVALID_OPTION',
        field,
        skippable: false,
      })
    }
  })
})

describe('the file and the profile in it', () => {
  it.each([
    ['timeout', 'x'],
    ['timeout', -1],
    ['connectTimeout', Number.NaN],
    ['fetch', {}],
    ['strictPermissions', 0],
  ])('R11 refuses the option %s as %s at once, also when no login would use it', (field, value) => {
    expect(() => setUp(undefined, { [field]: value })).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field }))
  })

  const other = fromAccessKey({ accessKeyId: 'other', accessKeySecret: 'secret' })

  it('takes the profile of the option, then of the variable, then the current one, then default', async () => {
    const named = (name: string) => ({ ...AK, name, access_key_id: name })
    const content = { current: 'c', profiles: [named('default'), named('a'), named('b'), named('c')] }
    const env = { ALIBABA_CLOUD_PROFILE: 'b' }
    expect(await setUp(content, { env, profile: 'a' }).provider()).toMatchObject({ accessKeyId: 'a' })
    expect(await setUp(content, { env }).provider()).toMatchObject({ accessKeyId: 'b' })
    expect(await setUp(content).provider()).toMatchObject({ accessKeyId: 'c' })
    expect(await setUp({ ...content, current: '' }).provider()).toMatchObject({ accessKeyId: 'default' })
  })

  it('reads the file that the variable names, or else the usual one', async () => {
    const { provider, files, reads } = setUp(undefined, { env: { ALIBABA_CLOUD_CONFIG_FILE: '~/other.json' } })
    files['/home/ann/other.json'] = JSON.stringify(withProfiles(AK))
    await provider()
    expect(reads).toEqual(['/home/ann/other.json'])
    const windows = setUp(undefined, { home: 'C:\\Users\\ann', platform: 'win32' })
    await failure(windows.provider)
    expect(windows.reads).toEqual(['C:\\Users\\ann\\.aliyun\\config.json'])
  })

  it.each<[string, unknown, Partial<FromCliProfileOptions>, string]>([
    ['no file', undefined, {}, 'ERR_CREDENTIALS_NOT_CONFIGURED'],
    ['no profiles', { current: 'default', profiles: [] }, {}, 'ERR_CREDENTIALS_NOT_CONFIGURED'],
    ['no default', { profiles: [{ ...AK, name: 'x' }] }, {}, 'ERR_CREDENTIALS_NOT_CONFIGURED'],
    [
      'empty keys',
      withProfiles({ name: 'default', mode: 'AK', access_key_id: '', access_key_secret: '' }),
      {},
      'ERR_CREDENTIALS_NOT_CONFIGURED',
    ],
    ['empty keys and token', withProfiles({ name: 'default', mode: 'StsToken' }), {}, 'ERR_CREDENTIALS_NOT_CONFIGURED'],
    ['the switch', withProfiles(AK), { env: { ALIBABA_CLOUD_CLI_PROFILE_DISABLED: 'TRUE' } }, 'ERR_CREDENTIALS_DISABLED'],
    ['a named profile that is elsewhere', withProfiles(AK), { profile: 'x' }, 'ERR_CREDENTIALS_NOT_CONFIGURED'],
  ])('lets a chain go on for %s', async (_, content, options, code) => {
    const { provider } = setUp(content, options)
    expect(await failure(provider)).toMatchObject({ code, skippable: true })
    expect(await chain(provider, other)()).toMatchObject({ accessKeyId: 'other' })
  })

  it('E91 stops for a named profile that must be found, whatever the reason that it is not', async () => {
    const env = { ALIBABA_CLOUD_PROFILE: 'x' }
    const blank = { name: 'x', mode: 'AK', access_key_id: '', access_key_secret: '' }
    for (const [content, more] of [
      [undefined, {}],
      [withProfiles(AK), {}],
      [withProfiles(blank), {}],
      [withProfiles(AK), { ALIBABA_CLOUD_CLI_PROFILE_DISABLED: 'true' }],
    ] as const) {
      const { provider } = setUp(content, { env: { ...env, ...more }, missingProfile: 'stop' })
      await expect(chain(provider, other)()).rejects.toMatchObject({
        field: 'ALIBABA_CLOUD_PROFILE',
        message: expect.stringContaining('profile x'),
      })
    }
  })

  it.each<[string, unknown, Partial<FromCliProfileOptions>, string, string | undefined]>([
    [
      'a file that the variable names and is not there',
      undefined,
      { env: { ALIBABA_CLOUD_CONFIG_FILE: '/x' } },
      'ERR_FILE_ACCESS',
      'ALIBABA_CLOUD_CONFIG_FILE',
    ],
    ['a current profile that is not there', { current: 'x', profiles: [AK] }, {}, 'ERR_INVALID_OPTION', 'current'],
    ['no mode', withProfiles({ name: 'a' }), {}, 'ERR_INVALID_OPTION', 'mode'],
    ['an unknown mode', withProfiles({ name: 'a', mode: 'constructor' }), {}, 'ERR_INVALID_OPTION', 'mode'],
    ['half a key', withProfiles({ ...AK, access_key_secret: '' }), {}, 'ERR_INVALID_OPTION', 'access_key_secret'],
    ['R13 a placeholder', withProfiles({ ...AK, access_key_id: '<access_key_id>' }), {}, 'ERR_INVALID_OPTION', 'access_key_id'],
    ['R49 a number for a key', withProfiles({ ...AK, access_key_id: 5 }), {}, 'ERR_INVALID_OPTION', 'access_key_id'],
    ['R49 text for seconds', withProfiles({ name: 'a', mode: 'OIDC', expired_seconds: 'x' }), {}, 'ERR_INVALID_OPTION', 'expired_seconds'],
    ['R49 a list for a mode', withProfiles({ name: 'a', mode: ['AK'] }), {}, 'ERR_INVALID_OPTION', 'mode'],
    ['an unknown site', withProfiles({ name: 'a', mode: 'OAuth', oauth_site_type: 'MARS' }), {}, 'ERR_INVALID_OPTION', 'oauth_site_type'],
    ['R49 a list', [AK], {}, 'ERR_FILE_SYNTAX', undefined],
    ['R49 profiles that are none', { profiles: {} }, {}, 'ERR_FILE_SYNTAX', undefined],
    ['R49 a profile that is none', { profiles: [null] }, {}, 'ERR_FILE_SYNTAX', undefined],
    ['an empty file', '', {}, 'ERR_FILE_SYNTAX', undefined],
  ])('stops at %s', async (_, content, options, code, field) => {
    const { provider } = setUp(content, options)
    expect(await failure(provider)).toMatchObject({ code, skippable: false, ...(field && { field }) })
    await expect(chain(provider, other)()).rejects.toMatchObject({ code })
  })

  it('E92 R4 gives line and column of a mistake, and never the text', async () => {
    const text = JSON.stringify(withProfiles({ ...AK, access_key_secret: 'canarySecret7f3Kq9ZbT2mXv5Lp8' }), null, 2).replace(
      '"bar"',
      'bar',
    )
    const broken = text.replace('"canary', 'canary')
    const error = await failure(setUp(broken).provider)
    expect(error).toMatchObject({ code: 'ERR_FILE_SYNTAX', line: 8, column: 28 })
    expect(error.message).toContain('~/.aliyun/config.json, line 8, column 28, is no JSON')
    expect(JSON.stringify(error) + error.stack).not.toContain('anarySecret')
  })

  it('reads once more a file that is just being written', async () => {
    const text = JSON.stringify(withProfiles(AK))
    const states = [text.slice(0, 20), text]
    expect(await setUp('', { readFile: async () => states.shift() ?? text }).provider()).toMatchObject(pair)
  })

  it('R39 takes nothing from a prototype, and names of prototypes as they are', async () => {
    const proto = `{"__proto__": ${JSON.stringify(withProfiles(AK))}}`
    expect(await failure(setUp(proto).provider)).toMatchObject({ code: 'ERR_CREDENTIALS_NOT_CONFIGURED' })
    const inside = JSON.stringify(withProfiles(AK)).replace('"mode"', '"__proto__": {"mode": "AK"}, "x"')
    expect(await failure(setUp(inside).provider)).toMatchObject({ field: 'mode' })
    const odd = withProfiles({ ...AK, name: '__proto__' }, { ...AK, name: 'constructor', access_key_id: 'c' })
    expect(await setUp(odd).provider()).toMatchObject(pair)
    expect(await setUp(odd, { profile: 'constructor' }).provider()).toMatchObject({ accessKeyId: 'c' })
    expect(await failure(setUp(odd, { profile: 'toString' }).provider)).toMatchObject({ code: 'ERR_CREDENTIALS_NOT_CONFIGURED' })
  })

  it('takes the first of two profiles of one name, with a warning', async () => {
    const { provider, warnings } = setUp(withProfiles(AK, { ...AK, access_key_id: 'second' }))
    expect(await provider()).toMatchObject(pair)
    expect(warnings).toMatchObject([{ code: 'DUPLICATE' }])
  })

  it('R14 takes blanks and line breaks from a key, with a warning', async () => {
    const { provider, warnings } = setUp(withProfiles({ ...AK, access_key_secret: '\ufeffbar\n' }))
    expect(await provider()).toMatchObject(pair)
    expect(warnings).toMatchObject([{ code: 'TRIMMED', message: expect.stringContaining('access_key_secret') }])
  })

  it('ignores what a listener of warnings throws', async () => {
    const onWarning = (): never => {
      throw new Error('x')
    }
    expect(await setUp(withProfiles({ ...AK, access_key_secret: 'bar ' }), { onWarning }).provider()).toMatchObject(pair)
  })

  it('R3 a value that a factory refuses is told by its field, profile and file', async () => {
    const refuse = (field: string, details: { provider?: string } = {}): AlibabaCloudError =>
      Object.assign(invalidOption(field, 'is no good', `Mend ${field}.`), details)
    const role = { name: 'a', mode: 'RamRoleArn', ...keys, ram_role_arn: 'r', expired_seconds: 899, role_session_name: 'x' }
    const chained = { name: 'a', mode: 'ChainableRamRoleArn', source_profile: 'b', ram_role_arn: 'r' }
    for (const [profiles, option, field, name] of [
      [[role], 'roleSessionExpiration', 'expired_seconds', 'a'],
      [[role], 'roleSessionName', 'role_session_name', 'a'],
      [[chained, { ...role, name: 'b' }], 'roleSessionExpiration', 'expired_seconds', 'b'],
    ] as const) {
      const create = (): never => {
        throw refuse(option)
      }
      const error = await failure(setUp(withProfiles(...profiles), { create }).provider)
      expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION', provider: 'cli_profile', field, hint: `Mend ${field}.` })
      expect(error.message).toContain(`The profile ${name} of ~/.aliyun/config.json cannot be used: Option ${field} is no good`)
      expect(error.message).not.toContain(option)
    }
    // An address is looked at when it is asked.
    const late = { name: 'b', mode: 'CredentialsURI', credentials_uri: 'http://x.test' }
    const later = (config: ProfileConfig): CredentialProvider =>
      toProvider(async () => {
        if (config.type === 'ram_role_arn') return config.credential?.() as never
        throw new CredentialsError('The credentialsURI is no good.', {
          ...{ code: 'ERR_INVALID_OPTION', provider: 'credential_uri', field: 'credentialsURI', hint: 'Mend it.' },
        })
      })
    for (const profiles of [[late], [chained, late]]) {
      const error = await failure(setUp(withProfiles(...profiles), { create: later }).provider)
      expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION', provider: 'cli_profile', field: 'credentials_uri' })
      expect(error.message).toContain('The profile b of ~/.aliyun/config.json cannot be used: The credentials_uri is no good.')
    }
    const lost = async (): Promise<never> => {
      const details = { code: 'ERR_FILE_ACCESS', provider: 'oidc_role_arn', field: 'oidcTokenFilePath', hint: 'Check the path.' } as const
      throw new CredentialsError('The OIDC token file x does not exist.', details)
    }
    const oidc = { name: 'a', mode: 'OIDC', oidc_token_file: 'x' }
    const noFile = await failure(setUp(withProfiles(oidc), { create: () => lost }).provider)
    expect(noFile).toMatchObject({ code: 'ERR_FILE_ACCESS', provider: 'cli_profile', field: 'oidc_token_file' })
    const sso = { name: 'a', mode: 'CloudSSO', cloud_sso_sign_in_url: 'http://x.test', cloud_sso_account_id: 'a' }
    const error = await failure(setUp(withProfiles({ ...sso, cloud_sso_access_config: 'c', access_token: 't' })).provider)
    expect(error).toMatchObject({ field: 'cloud_sso_sign_in_url', message: expect.stringContaining('Option cloud_sso_sign_in_url ') })
    const program = await failure(setUp(withProfiles({ name: 'a', mode: 'External', process_command: "a 'b" })).provider)
    expect(program).toMatchObject({ field: 'process_command' })
  })

  it('E103 shares nothing between two providers', async () => {
    const [one, two] = [setUp(withProfiles(AK)), setUp(withProfiles({ ...AK, access_key_id: 'second' }))]
    expect([(await one.provider()).accessKeyId, (await two.provider()).accessKeyId]).toEqual(['foo', 'second'])
  })
})
