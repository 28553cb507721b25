import { readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CredentialProvider, CredentialsError, chain, createChain, fromAccessKey, fromSts } from '@x/credentials-core'
import { createFakeClock } from '@x/credentials-core/testing'
import { describe, expect, it, vi } from 'vitest'
import { type FromProfileOptions, fromProfile, type ProfileConfig, type ProfileWarning } from './index.ts'

const SAMPLE = readFileSync(new URL('../test/__fixtures__/sample-credentials', import.meta.url), 'utf8')
const PATH = '/home/ann/.alibabacloud/credentials'
const KEYS = 'type = access_key\naccess_key_id = foo\naccess_key_secret = bar'

const missing = (): never => {
  throw Object.assign(new Error('no such file'), { code: 'ENOENT' })
}

/** A provider over files in memory, that notes what it was asked to create. */
const setUp = (files: Record<string, string | Uint8Array>, options: Partial<FromProfileOptions> = {}) => {
  const clock = createFakeClock()
  const configs: ProfileConfig[] = []
  const reads: string[] = []
  const warnings: ProfileWarning[] = []
  const create = (config: ProfileConfig): CredentialProvider => {
    configs.push(config)
    const { type, ...rest } = config
    if (type === 'access_key') return fromAccessKey(rest as never)
    return fromSts({ accessKeyId: `STS.${type}`, accessKeySecret: 'secret', securityToken: 'token' })
  }
  const readFile = async (path: string): Promise<string | Uint8Array> => {
    reads.push(path)
    return files[path] ?? missing()
  }
  const provider = fromProfile({
    create,
    readFile,
    env: {},
    home: '/home/ann',
    platform: 'linux',
    refresh: clock,
    onWarning: (warning) => warnings.push(warning),
    ...options,
  })
  return { provider, clock, configs, reads, warnings, files }
}
const failure = async (provider: CredentialProvider): Promise<CredentialsError & { line?: number; column?: number }> =>
  provider().then(
    () => Promise.reject(new Error('succeeded')),
    (error) => error,
  )
const profile = (name: string) => ({ env: { ALIBABA_CLOUD_PROFILE: name } })

describe('the sample of the documents', () => {
  it('E74 gives the default profile', async () => {
    const { provider, configs } = setUp({ [PATH]: SAMPLE })
    expect(await provider()).toMatchObject({ accessKeyId: 'foo', accessKeySecret: 'bar', providerName: 'profile/static_ak' })
    expect(configs).toEqual([{ type: 'access_key', accessKeyId: 'foo', accessKeySecret: 'bar' }])
    expect(provider.providerName).toBe('profile')
  })

  it('E75 gives the profile that the variable names, which needs no enable', async () => {
    const { provider, configs } = setUp({ [PATH]: SAMPLE }, profile('client1'))
    await provider()
    expect(configs).toEqual([{ type: 'ecs_ram_role', roleName: 'EcsRamRoleTest' }])
  })

  it('E76 refuses a named profile that is disabled', async () => {
    const { provider, configs } = setUp({ [PATH]: SAMPLE }, { profile: 'client2' })
    expect(await failure(provider)).toMatchObject({ code: 'ERR_CREDENTIALS_DISABLED', field: 'enable', skippable: false })
    expect(configs).toEqual([])
  })

  it('E77 gives a path without its comment', async () => {
    const { provider, configs } = setUp({ [PATH]: SAMPLE }, { profile: 'client3' })
    await provider()
    expect(configs).toMatchObject([{ type: 'rsa_key_pair', publicKeyId: 'publicKeyId', privateKeyFile: '/your/pk.pem' }])
  })

  it('E88 takes region_id for the region that gives the session', async () => {
    const { provider, configs } = setUp({ [PATH]: SAMPLE.replace('enable = false', 'enable = true') }, { profile: 'client2' })
    await provider()
    expect(configs).toMatchObject([
      { type: 'ram_role_arn', policy: 'test', roleArn: 'role_arn', roleSessionName: 'session_name', stsRegionId: 'cn-test' },
    ])
  })
})

describe('the types of a profile', () => {
  const read = async (section: string): Promise<ProfileConfig | undefined> => {
    const { provider, configs } = setUp({ [PATH]: `[default]\n${section}` })
    await provider()
    return JSON.parse(JSON.stringify(configs[0]))
  }
  const pair = 'access_key_id = foo\naccess_key_secret = bar\n'

  it('E85 reads names in any case', async () => {
    expect(await read(`TYPE = access_key\nAccess_Key_ID = foo\naccess_key_secret = bar`)).toMatchObject({ accessKeyId: 'foo' })
  })

  it('E86 reads sts', async () => {
    expect(await read(`type = sts\n${pair}security_token = token`)).toEqual({
      type: 'sts',
      accessKeyId: 'foo',
      accessKeySecret: 'bar',
      securityToken: 'token',
    })
  })

  it('E87 reads ram_role_arn, with and without all that is optional', async () => {
    expect(await read(`type = ram_role_arn\n${pair}role_arn = acs:ram::1:role/r`)).toEqual({
      type: 'ram_role_arn',
      accessKeyId: 'foo',
      accessKeySecret: 'bar',
      roleArn: 'acs:ram::1:role/r',
    })
    expect(
      await read(
        `type = ram_role_arn\n${pair}role_arn = r\nsecurity_token = t\nrole_session_expiration = 900\nexternal_id = e\nsts_endpoint = s\nenable_vpc = FALSE\nregion_id = a\nsts_region_id = b`,
      ),
    ).toMatchObject({
      securityToken: 't',
      roleSessionExpiration: 900,
      externalId: 'e',
      stsEndpoint: 's',
      enableVpc: false,
      stsRegionId: 'b',
    })
  })

  it('reads the others', async () => {
    expect(await read('type = oidc_role_arn\nrole_arn = r\noidc_provider_arn = o\noidc_token_file_path = token')).toEqual({
      type: 'oidc_role_arn',
      roleArn: 'r',
      oidcProviderArn: 'o',
      oidcTokenFilePath: '/home/ann/.alibabacloud/token',
    })
    expect(await read('type = ecs_ram_role\ndisable_imds_v1 = true')).toEqual({ type: 'ecs_ram_role', disableIMDSv1: true })
    expect(await read('type = rsa_key_pair\npublic_key_id = p\nprivate_key_file = ~/k.pem\nsession_expiration = 1000')).toEqual({
      type: 'rsa_key_pair',
      publicKeyId: 'p',
      privateKeyFile: '/home/ann/k.pem',
      roleSessionExpiration: 1000,
    })
    expect(await read('type = credentials_uri\ncredentials_uri = http://localhost/')).toEqual({
      type: 'credentials_uri',
      credentialsURI: 'http://localhost/',
    })
    expect(await read('type = bearer\nbearer_token = b')).toEqual({ type: 'bearer', bearerToken: 'b' })
  })

  it.each([
    ['', 'type'],
    ['type =', 'type'],
    ['type = nope', 'type'],
    ['type = constructor', 'type'],
    ['type = access_key\naccess_key_secret = bar', 'access_key_id'],
    ['type = access_key\naccess_key_id = foo\naccess_key_secret = ', 'access_key_secret'],
    ['R13 type = access_key\naccess_key_id = <access_key_id>\naccess_key_secret = bar', 'access_key_id'],
    ['R13 type = access_key\naccess_key_id = a b\naccess_key_secret = bar', 'access_key_id'],
    ['R13 type = access_key\naccess_key_id = a\u0001\naccess_key_secret = bar', 'access_key_id'],
    ['type = ram_role_arn\naccess_key_id = foo\naccess_key_secret = bar', 'role_arn'],
    [
      'type = ram_role_arn\naccess_key_id = foo\naccess_key_secret = bar\nrole_arn = r\nrole_session_expiration = 1h',
      'role_session_expiration',
    ],
    ['type = ram_role_arn\naccess_key_id = foo\naccess_key_secret = bar\nrole_arn = r\nenable_vpc = yes', 'enable_vpc'],
    ['type = rsa_key_pair\npublic_key_id = p', 'private_key_file'],
    ['type = bearer', 'bearer_token'],
  ])('stops at %j and names the field', async (section, field) => {
    const env = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'x', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'y' }
    const { provider } = setUp({ [PATH]: `[default]\n${section.replace('R13 ', '')}` }, { env })
    const error = await failure(provider)
    expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION', field, skippable: false, provider: 'profile' })
    expect(error.message).toContain('default of ~/.alibabacloud/credentials')
  })

  it('R14 takes the blanks from a value in quotes, with a warning that names the field', async () => {
    const { provider, warnings } = setUp({ [PATH]: `[default]\n${KEYS.replace('bar', '" bar "')}` })
    expect(await provider()).toMatchObject({ accessKeySecret: 'bar' })
    expect(warnings).toMatchObject([{ type: 'warning', provider: 'profile', code: 'TRIMMED' }])
    expect(warnings[0]?.message).toContain('access_key_secret')
  })

  it('tells what create refuses with the profile', async () => {
    const create = (): never => {
      fromAccessKey({ accessKeyId: 'a', accessKeySecret: '' })
      throw new Error('unreachable')
    }
    const error = await failure(setUp({ [PATH]: SAMPLE }, { create }).provider)
    expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'access_key_secret', provider: 'profile', skippable: false })
    expect(error.message).toContain('The profile default of ~/.alibabacloud/credentials cannot be used')
  })

  it('waits for a create that is async, and tells what it refuses alike', async () => {
    const create = async (): Promise<CredentialProvider> => fromAccessKey({ accessKeyId: 'later', accessKeySecret: 'bar' })
    expect(await setUp({ [PATH]: SAMPLE }, { create }).provider()).toMatchObject({
      accessKeyId: 'later',
      providerName: 'profile/static_ak',
    })
    const refuse = async (): Promise<CredentialProvider> => fromAccessKey({ accessKeyId: 'a', accessKeySecret: '' })
    const error = await failure(setUp({ [PATH]: SAMPLE }, { create: refuse }).provider)
    expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'access_key_secret', provider: 'profile', skippable: false })
  })

  it('keeps the provider of the call that is waited for, when one that was left comes later with its own', async () => {
    const made: ((provider: CredentialProvider) => void)[] = []
    const create = () => new Promise<CredentialProvider>((resolve) => made.push(resolve))
    const { provider } = setUp({ [PATH]: SAMPLE }, { create })
    const left = new AbortController()
    const first = provider({ signal: left.signal }).catch(() => 'left')
    await vi.waitFor(() => expect(made).toHaveLength(1))
    left.abort()
    const second = provider()
    await vi.waitFor(() => expect(made).toHaveLength(2))
    made[1]?.(fromAccessKey({ accessKeyId: 'second', accessKeySecret: 'bar' }))
    expect(await second).toMatchObject({ accessKeyId: 'second' })
    made[0]?.(fromAccessKey({ accessKeyId: 'first', accessKeySecret: 'bar' }))
    expect(await first).toBe('left')
    // Reads the profile anew, and asks the provider at hand.
    expect(await provider({ rejectedKeyId: 'second' })).toMatchObject({ accessKeyId: 'second' })
  })

  it('R34 lets no chain go on when a profile is there and its source has nothing', async () => {
    const create = () => async (): Promise<never> => {
      throw new CredentialsError('No role.', { code: 'ERR_CREDENTIALS_NOT_CONFIGURED', provider: 'ecs_ram_role', skippable: true })
    }
    const error = await failure(setUp({ [PATH]: SAMPLE }, { create }).provider)
    expect(error).toMatchObject({ code: 'ERR_CREDENTIALS_NOT_CONFIGURED', skippable: false })
  })
})

describe('where the file is', () => {
  const good = `[default]\n${KEYS}`
  const found = async (files: string[], options: Partial<FromProfileOptions>): Promise<string | undefined> => {
    const { provider, reads } = setUp(Object.fromEntries(files.map((file) => [file, good])), options)
    await provider()
    return reads.at(-1)
  }

  it('E89 is credentials.ini where credentials is not there', async () => {
    expect(await found([`${PATH}.ini`], {})).toBe(`${PATH}.ini`)
    expect(await found([PATH, `${PATH}.ini`], {})).toBe(PATH)
  })

  it('E90 is the usual one when the variable is empty', async () => {
    expect(await found([PATH], { env: { ALIBABA_CLOUD_CREDENTIALS_FILE: ' ' } })).toBe(PATH)
  })

  it('is what the option names, then the variable; ~ is the home folder', async () => {
    const env = { ALIBABA_CLOUD_CREDENTIALS_FILE: '~/keys.ini' }
    expect(await found(['/home/ann/keys.ini'], { env })).toBe('/home/ann/keys.ini')
    expect(await found(['relative.ini'], { env, file: 'relative.ini' })).toBe('relative.ini')
  })

  it.each<[Record<string, string>, string, string]>([
    [{ HOME: '/home/bob' }, 'linux', '/home/bob/.alibabacloud/credentials'],
    [{ HOME: '/' }, 'darwin', '/.alibabacloud/credentials'],
    [{ USERPROFILE: 'C:\\Users\\USER_NAME', HOME: '/c/x' }, 'win32', 'C:\\Users\\USER_NAME\\.alibabacloud\\credentials'],
    [{ HOMEDRIVE: 'D:', HOMEPATH: '\\Users\\bob' }, 'win32', 'D:\\Users\\bob\\.alibabacloud\\credentials'],
    [{ HOMEDRIVE: 'D:', HOMEPATH: 'E:\\bob\\' }, 'win32', 'E:\\bob\\.alibabacloud\\credentials'],
    [{ HOME: 'C:\\bob' }, 'win32', 'C:\\bob\\.alibabacloud\\credentials'],
  ])('takes the home folder of %j on %s', async (env, platform, expected) => {
    expect(await found([expected], { home: undefined, env, platform })).toBe(expected)
  })

  it('R54 means relative paths from the folder of the file', async () => {
    const text = '[default]\ntype = rsa_key_pair\npublic_key_id = p\nprivate_key_file = keys/k.pem'
    for (const [file, expected] of [
      ['/etc/x/credentials', '/etc/x/keys/k.pem'],
      ['credentials', 'keys/k.pem'],
      ['C:\\x\\credentials', 'C:\\x\\keys/k.pem'],
    ] as const) {
      const { provider, configs } = setUp({ [file]: text }, { file })
      await provider()
      expect(configs).toMatchObject([{ privateKeyFile: expected }])
    }
  })
})

describe('what a chain is told', () => {
  const other = fromAccessKey({ accessKeyId: 'other', accessKeySecret: 'secret' })

  it('goes on without a file, a section default, or one that is enabled', async () => {
    for (const [files, options] of [
      [{}, {}],
      [{ [PATH]: '' }, {}],
      [{ [PATH]: '[other]\ntype = bearer' }, {}],
      [{ [PATH]: `[default]\nenable = false\n${KEYS}` }, {}],
      [{ [PATH]: `[default]\nenable = on\n${KEYS}` }, {}],
      [{ [PATH]: `[default]\n${KEYS}` }, { enableDefault: false }],
      [{}, { home: undefined }],
    ] as const) {
      const { provider } = setUp(files, options)
      expect(await failure(provider)).toMatchObject({ skippable: true })
      expect(await chain(provider, other)()).toMatchObject({ accessKeyId: 'other' })
    }
    expect(await setUp({ [PATH]: `[default]\nenable = TRUE\n${KEYS}` }, { enableDefault: false }).provider()).toMatchObject({
      accessKeyId: 'foo',
    })
  })

  it.each<[string, Record<string, string | Uint8Array>, Partial<FromProfileOptions>, string]>([
    ['a file that the variable names and is not there', {}, { env: { ALIBABA_CLOUD_CREDENTIALS_FILE: '/x' } }, 'ERR_FILE_ACCESS'],
    ['a file that the option names and is not there', {}, { file: '/x' }, 'ERR_FILE_ACCESS'],
    ['E83 a mistake in the file', { [PATH]: '[default' }, {}, 'ERR_FILE_SYNTAX'],
    ['a named profile that is disabled', { [PATH]: SAMPLE }, { profile: 'client2' }, 'ERR_CREDENTIALS_DISABLED'],
    ['default by name, when disabled', { [PATH]: `[default]\nenable = false` }, profile('default'), 'ERR_CREDENTIALS_DISABLED'],
    ['an unknown type', { [PATH]: '[default]\ntype = nope' }, {}, 'ERR_INVALID_OPTION'],
    ['R42 a file over 1 MiB', { [PATH]: `#${' '.repeat(1024 * 1024)}` }, {}, 'ERR_FILE_ACCESS'],
    ['R42 invalid UTF-8', { [PATH]: new Uint8Array([0x5b, 0xff, 0x5d]) }, {}, 'ERR_FILE_ACCESS'],
    ['NUL', { [PATH]: `[default]\n${KEYS}\0` }, {}, 'ERR_FILE_ACCESS'],
  ])('stops at %s', async (_, files, options, code) => {
    const { provider } = setUp(files, options)
    expect(await failure(provider)).toMatchObject({ code, skippable: false })
    await expect(chain(provider, other)()).rejects.toMatchObject({ name: 'ChainError', code })
    expect(await createChain([provider, other], { lenient: true })()).toMatchObject({ accessKeyId: 'other' })
  })

  it.each(['EACCES', 'EISDIR', 'EIO'])('R42 stops at a file that cannot be read (%s), which differs from none', async (code) => {
    const readFile = async (): Promise<never> => {
      throw Object.assign(new Error('x'), { code })
    }
    const error = await failure(setUp({}, { readFile }).provider)
    expect(error).toMatchObject({ code: 'ERR_FILE_ACCESS', skippable: false })
    expect(error.message).toContain('~/.alibabacloud/credentials')
    expect(error.message).not.toContain('does not exist')
  })

  it('E91 goes on from a named profile that is in no file, and says so, unless it must be found', async () => {
    for (const files of [{}, { [PATH]: SAMPLE }]) {
      const named = profile('nowhere')
      expect(await failure(setUp(files, named).provider)).toMatchObject({ skippable: true, field: 'ALIBABA_CLOUD_PROFILE' })
      expect(await failure(setUp(files, { profile: 'nowhere' }).provider)).toMatchObject({ skippable: true, field: 'profile' })
      const last = setUp(files, { ...named, missingProfile: 'stop' }).provider
      const error = await failure(chain(setUp(files, named).provider, last, other))
      expect(error).toMatchObject({ code: 'ERR_CREDENTIALS_NOT_CONFIGURED', field: 'ALIBABA_CLOUD_PROFILE', skippable: false })
      expect(error.message.match(/nowhere/g)?.length).toBeGreaterThan(1)
    }
    // Without a name there is nothing to be found.
    expect(await chain(setUp({}, { missingProfile: 'stop' }).provider, other)()).toMatchObject({ accessKeyId: 'other' })
  })

  it.each(['a\nb', 'a\u0000', 'x'.repeat(301), '\u2028'])('R45 refuses the profile name %j', async (name) => {
    expect(() => setUp({}, { profile: `a${name}` })).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: 'profile' }))
    const error = await failure(setUp({ [PATH]: SAMPLE }, profile(`a${name}b`)).provider)
    expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'ALIBABA_CLOUD_PROFILE' })
  })

  it.each(['../x', 'a/b', 'a b', 'a?#@b', '用户', 'x'.repeat(300)])('R45 takes the profile name %j as it is', async (name) => {
    expect(await setUp({ [PATH]: `[${name}]\n${KEYS}` }, profile(name)).provider()).toMatchObject({ accessKeyId: 'foo' })
  })
})

describe('errors and warnings about the file', () => {
  it('R4 E83 E84 gives file, line and column of a mistake, and never the text', async () => {
    const error = await failure(setUp({ [PATH]: '[default]\n\n  canarySecret7f3Kq9ZbT2mXv5Lp8' }).provider)
    expect(error).toMatchObject({ code: 'ERR_FILE_SYNTAX', line: 3, column: 3 })
    expect(error.message).toContain('~/.alibabacloud/credentials, line 3, column 3, has no =')
    expect(JSON.stringify(error)).not.toContain('canary')
  })

  it('R39 warns of names that stand twice, once', async () => {
    const { provider, warnings, clock } = setUp({ [PATH]: `[default]\n${KEYS}\ntype = access_key\n[default]` })
    await provider()
    await clock.advance(400_000)
    await provider()
    await clock.advance(0)
    expect(warnings.map(({ code, message }) => [code, /line \d/.exec(message)?.[0]])).toEqual([
      ['DUPLICATE', 'line 5'],
      ['DUPLICATE', 'line 6'],
    ])
  })

  it.each([
    ['utf-8 with a mark', new TextEncoder().encode(`\ufeff[default]\r\n${KEYS}`)],
    ['E82 text with a mark and CRLF', `\ufeff${SAMPLE.replaceAll('\n', '\r\n')}`],
    ['utf-16', new Uint8Array(new Uint16Array([...`\ufeff[default]\n${KEYS}`].map((one) => one.charCodeAt(0))).buffer)],
  ])('R42 reads %s', async (_, content) => {
    expect(await setUp({ [PATH]: content }).provider()).toMatchObject({ accessKeyId: 'foo' })
  })

  it('R56 warns once of a file that others may read, and refuses it in strict mode', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'profile-'))
    const file = join(folder, 'credentials')
    try {
      await writeFile(file, SAMPLE, { mode: 0o600 })
      const real = { readFile: undefined, file, home: folder }
      const safe = setUp({}, { ...real, strictPermissions: true })
      expect(await safe.provider()).toMatchObject({ accessKeyId: 'foo' })
      expect(safe.warnings).toEqual([])
      await chmod(file, 0o644)
      const open = setUp({}, real)
      await open.provider()
      await open.clock.advance(400_000)
      await open.provider()
      expect(open.warnings).toMatchObject([{ code: 'OPEN_PERMISSIONS', hint: 'Run chmod 600 ~/credentials.' }])
      expect(await failure(setUp({}, { ...real, strictPermissions: true }).provider)).toMatchObject({
        code: 'ERR_FILE_ACCESS',
        field: 'file',
      })
      expect(await failure(setUp({}, { ...real, file: folder }).provider)).toMatchObject({ code: 'ERR_FILE_ACCESS', skippable: false })
    } finally {
      await rm(folder, { recursive: true })
    }
    const foreign = setUp({ [PATH]: SAMPLE }, { inspectFile: async () => ({ mode: 0o600, foreign: true }) })
    await foreign.provider()
    expect(foreign.warnings).toMatchObject([{ code: 'OPEN_PERMISSIONS' }])
  })
})

describe('the life of the provider', () => {
  it('E72 finds a file that was not there before', async () => {
    const { provider, files } = setUp({})
    await failure(provider)
    files[PATH] = SAMPLE
    expect(await provider()).toMatchObject({ accessKeyId: 'foo' })
  })

  it('reads the file once for many calls, and sees in time that it changed', async () => {
    const { provider, files, reads, configs, clock } = setUp({ [PATH]: SAMPLE })
    await Promise.all(Array.from({ length: 20 }, () => provider()))
    expect([reads.length, configs.length]).toEqual([1, 1])
    await clock.advance(400_000)
    await provider()
    await clock.advance(0)
    // The same again: the same provider goes on.
    expect([reads.length, configs.length]).toEqual([2, 1])
    files[PATH] = SAMPLE.replace('= foo', '= new')
    await clock.advance(400_000)
    await provider()
    await clock.advance(0)
    expect(await provider()).toMatchObject({ accessKeyId: 'new' })
    expect([reads.length, configs.length]).toEqual([3, 2])
  })

  it('R25 passes a rejected key on to the source', async () => {
    const asked: (string | undefined)[] = []
    let count = 0
    const create = () => async (options?: { rejectedKeyId?: string | undefined }) => {
      asked.push(options?.rejectedKeyId)
      return { accessKeyId: `key${++count}`, accessKeySecret: 'secret' }
    }
    const { provider } = setUp({ [PATH]: SAMPLE }, { create })
    expect(await provider()).toMatchObject({ accessKeyId: 'key1' })
    expect(await provider({ rejectedKeyId: 'key1' })).toMatchObject({ accessKeyId: 'key2' })
    expect(asked).toEqual([undefined, 'key1'])
  })

  it('refuses wrong options at once', () => {
    for (const [options, field] of [
      [{ create: undefined }, 'create'],
      [{ profile: '' }, 'profile'],
      [{ file: '' }, 'file'],
      [{ missingProfile: 'maybe' }, 'missingProfile'],
      [{ role_arn: 'x' }, 'role_arn'],
      [{ home: 5 }, 'home'],
      [{ home: null }, 'home'],
      [{ readFile: 'x' }, 'readFile'],
      [{ inspectFile: 'x' }, 'inspectFile'],
      [{ onWarning: 'x' }, 'onWarning'],
      [{ enableDefault: 'false' }, 'enableDefault'],
      [{ strictPermissions: 'yes' }, 'strictPermissions'],
      [{ platform: 5 }, 'platform'],
      [{ env: 'HOME=/root' }, 'env'],
    ] as const) {
      expect(() => setUp({}, options as never)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field }))
    }
  })

  it('uses its options as they were when it was made: one object can serve for several profiles', async () => {
    const text = `[a]\n${KEYS}\n[b]\n${KEYS.replace('foo', 'other')}`
    const create = ({ type, ...keys }: ProfileConfig): CredentialProvider => fromAccessKey(keys as never)
    const shared = { create, env: {}, home: '/home/ann', readFile: async () => text, profile: 'a' }
    const first = fromProfile(shared)
    shared.profile = 'b'
    const second = fromProfile(shared)
    expect([(await first()).accessKeyId, (await second()).accessKeyId]).toEqual(['foo', 'other'])
  })

  it('takes an empty home for none, and never looks into the root folder', async () => {
    const create = (): CredentialProvider => fromAccessKey({ accessKeyId: 'foo', accessKeySecret: 'bar' })
    const paths: string[] = []
    const readFile = async (path: string): Promise<string> => {
      paths.push(path)
      return SAMPLE
    }
    const none = fromProfile({ create, env: {}, home: '', platform: 'linux', readFile })
    expect(await failure(none)).toMatchObject({ code: 'ERR_CREDENTIALS_NOT_CONFIGURED', field: 'home', skippable: true })
    await fromProfile({ create, env: { HOME: '/home/ann' }, home: '', platform: 'linux', readFile })()
    expect(paths).toEqual([PATH])
  })
})
