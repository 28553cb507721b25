import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFakeClock } from '@x/credentials-core/testing'
import { describe, expect, it } from 'vitest'
import { CREDENTIALS, createSts, failure, KEYS, ROLE_ARN, refusal, success, thrown } from '../test/sts-script.ts'
import { type FromOidcRoleArnOptions, fromOidcRoleArn } from './from-oidc-role-arn.ts'
import { fromRamRoleArn } from './from-ram-role-arn.ts'
import { fromOidcRoleArn as fromOidcRoleArnOfNode } from './node.ts'

const MINUTE = 60_000
const PROVIDER_ARN = 'acs:ram::1234567890123456:oidc-provider/ack-rrsa-c1'
const PATH = '/var/run/secrets/token'
const VARIABLES = {
  ALIBABA_CLOUD_ROLE_ARN: ROLE_ARN,
  ALIBABA_CLOUD_OIDC_PROVIDER_ARN: PROVIDER_ARN,
  ALIBABA_CLOUD_OIDC_TOKEN_FILE: PATH,
}
/** A token with the given claims; nobody here checks its signature. */
const jwt = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`
const TOKEN = jwt({ sub: 'system:serviceaccount:default:app?>', exp: Date.UTC(2030, 0, 2) / 1000 })
const missing = () => Object.assign(new Error('x'), { code: 'ENOENT' })

const setUp = (script: Parameters<typeof createSts>[0], options: FromOidcRoleArnOptions = {}) => {
  const clock = createFakeClock()
  const files = new Map<string, string>([[PATH, TOKEN]])
  const paths: string[] = []
  const readFile = async (path: string): Promise<string> => {
    paths.push(path)
    const content = files.get(path)
    if (content === undefined) throw missing()
    return content
  }
  const { fetch, seen } = createSts(script)
  const provider = fromOidcRoleArn({ fetch, env: VARIABLES, readFile, refresh: { ...clock, random: () => 0.5 }, ...options })
  return { clock, files, paths, seen, provider }
}

describe('fromOidcRoleArn', () => {
  it('E34 R5 sends an unsigned request, with the token in the body only', async () => {
    const { provider, seen } = setUp([success()])
    expect(await provider()).toMatchObject({
      type: 'oidc_role_arn',
      accessKeyId: CREDENTIALS.AccessKeyId,
      accessKeySecret: CREDENTIALS.AccessKeySecret,
      securityToken: CREDENTIALS.SecurityToken,
      expiration: new Date(CREDENTIALS.Expiration),
      providerName: 'oidc_role_arn',
    })
    expect(provider.providerName).toBe('oidc_role_arn')
    expect(seen()).toMatchObject([{ url: 'https://sts.aliyuncs.com/', method: 'POST' }])
    const { SignatureNonce, Timestamp, ...form } = seen()[0]?.form ?? {}
    expect([SignatureNonce?.length, Timestamp]).toEqual([36, '2030-01-01T00:00:00Z'])
    expect(form).toEqual({
      Action: 'AssumeRoleWithOIDC',
      Format: 'JSON',
      Version: '2015-04-01',
      RoleArn: ROLE_ARN,
      OIDCProviderArn: PROVIDER_ARN,
      OIDCToken: TOKEN,
      RoleSessionName: `credentials-ts-${Date.UTC(2030, 0, 1)}`,
      DurationSeconds: '3600',
    })
  })

  it('takes everything in code before the variables', async () => {
    const { provider, seen, paths } = setUp([success()], {
      env: { ...VARIABLES, ALIBABA_CLOUD_ROLE_SESSION_NAME: 'variable' },
      roleArn: 'acs:ram::1:role/in-code',
      oidcProviderArn: 'acs:ram::1:oidc-provider/in-code',
      oidcToken: 'in-code-token',
      roleSessionName: 'in-code',
      roleSessionExpiration: 1800,
      policy: '{}',
      stsRegionId: 'cn-beijing',
      enableVpc: true,
    })
    await provider()
    expect(seen()[0]).toMatchObject({
      host: 'sts-vpc.cn-beijing.aliyuncs.com',
      form: {
        RoleArn: 'acs:ram::1:role/in-code',
        OIDCProviderArn: 'acs:ram::1:oidc-provider/in-code',
        OIDCToken: 'in-code-token',
        RoleSessionName: 'in-code',
        DurationSeconds: '1800',
        Policy: '{}',
      },
    })
    expect(paths).toEqual([])
  })

  it('takes the session name of the variable', async () => {
    const { provider, seen } = setUp([success()], { env: { ...VARIABLES, ALIBABA_CLOUD_ROLE_SESSION_NAME: 'variable' } })
    await provider()
    expect(seen()[0]?.form.RoleSessionName).toBe('variable')
  })

  it('E31 R82 reads the file at every exchange', async () => {
    const { provider, seen, files, clock } = setUp([success(), success({ Expiration: '2030-01-01T02:00:00Z' })])
    await provider()
    files.set(PATH, 'second-token')
    await clock.advance(50 * MINUTE)
    await provider()
    await clock.advance(0)
    expect(seen().map(({ form }) => form.OIDCToken)).toEqual([TOKEN, 'second-token'])
  })

  it('R82 is driven by the end of the credentials, not by the file', async () => {
    const hour = 60 * MINUTE
    const { provider, seen, clock } = setUp(({ form }) =>
      success({ Expiration: new Date(Date.parse(form.Timestamp ?? '') + hour).toISOString() }),
    )
    for (let quarter = 0; quarter < 24 * 4; quarter++) {
      await provider()
      await clock.advance(15 * MINUTE)
    }
    expect(seen().length).toBeGreaterThanOrEqual(24)
    expect(seen().length).toBeLessThanOrEqual(33)
  })

  it.each([`${TOKEN}\n`, `\ufeff${TOKEN}\r\n`, ` ${TOKEN} `])('E32 R14 sends the token trimmed', async (content) => {
    const { provider, seen, files } = setUp([success()])
    files.set(PATH, content)
    await provider()
    expect(seen()[0]?.form.OIDCToken).toBe(TOKEN)
  })

  it('E33 R34 names the file that is missing, after looking for it for a while, and sends nothing', async () => {
    const { provider, seen, files, paths, clock } = setUp([])
    files.clear()
    const error = failure(provider())
    await clock.advance(1000)
    expect(await error).toMatchObject({
      code: 'ERR_FILE_ACCESS',
      provider: 'oidc_role_arn',
      field: 'ALIBABA_CLOUD_OIDC_TOKEN_FILE',
      missing: true,
      skippable: false,
    })
    expect((await error).message).toContain(PATH)
    expect(paths).toHaveLength(4)
    expect(seen()).toEqual([])
  })

  it('R82 waits for a file that is missing for 200 ms', async () => {
    const { provider, files, clock } = setUp([success()])
    files.clear()
    const credentials = provider()
    await clock.advance(200)
    files.set(PATH, TOKEN)
    await clock.advance(200)
    expect((await credentials).accessKeyId).toBe(CREDENTIALS.AccessKeyId)
  })

  it.each([
    ['', 'is empty'],
    [' \n', 'is empty'],
    ['abc', '4 to 20000'],
    ['x'.repeat(20_001), '4 to 20000'],
    ['two words', 'a blank'],
    ['x'.repeat(65_537), 'more than 65536 bytes'],
  ])('R82 R54 refuses a file that holds no token (%#)', async (content, problem) => {
    const { provider, seen, files } = setUp([])
    files.set(PATH, content)
    const error = await failure(provider())
    expect(error.code).toMatch(/^ERR_FILE_(SYNTAX|ACCESS)$/)
    expect(error.message).toContain(PATH)
    expect(error.message).toContain(problem)
    expect(error).toMatchObject({ field: 'ALIBABA_CLOUD_OIDC_TOKEN_FILE', skippable: false })
    expect(seen()).toEqual([])
  })

  it('R82 names the exp of an expired token when STS refuses it', async () => {
    const { provider, files } = setUp([refusal('AuthenticationFail.OIDCToken.Expired', 400)])
    files.set(PATH, jwt({ exp: Date.UTC(2029, 11, 31) / 1000 }))
    const error = await failure(provider())
    expect(error).toMatchObject({
      code: 'ERR_CREDENTIALS_DENIED',
      serviceCode: 'AuthenticationFail.OIDCToken.Expired',
      requestId: 'ABC-123',
      retryable: false,
      skippable: false,
    })
    expect(error.message).toContain('expired at 2029-12-31T00:00:00.000Z, as its exp says')
    expect(error.hint).toContain('oidcTokenFilePath')
  })

  it.each(['no-jwt', 'a.b.c', 'e30.%%%.x', jwt({}), jwt({ exp: 'soon' }), jwt({ exp: 1e300 }), TOKEN])(
    'R82 says nothing of the end of a token without a past one: %s',
    async (token) => {
      const { provider, files } = setUp([refusal('AuthenticationFail.OIDCToken.Invalid', 400)])
      files.set(PATH, token)
      const error = await failure(provider())
      expect(error.code).toBe('ERR_CREDENTIALS_DENIED')
      expect(error.message).not.toContain('as its exp says')
    },
  )

  it.each(['AuthenticationFail.NoPermission', 'NoPermission', 'EntityNotExist.Role', 'EntityNotExist.OIDCProvider'])(
    'R34 takes %s for a decision',
    async (code) => {
      expect(await failure(setUp([refusal(code)]).provider())).toMatchObject({ code: 'ERR_CREDENTIALS_DENIED', serviceCode: code })
    },
  )

  it('names the member that an answer lacks', async () => {
    expect(await failure(setUp([success({ SecurityToken: undefined })]).provider())).toMatchObject({
      code: 'ERR_BAD_RESPONSE',
      field: 'Credentials.SecurityToken',
      provider: 'oidc_role_arn',
    })
  })

  it.each(Object.keys(VARIABLES))('R32 is skippable when %s is not set, and reads and sends nothing', async (variable) => {
    const { provider, seen, paths } = setUp([], { env: { ...VARIABLES, [variable]: ' ' } })
    const error = await failure(provider())
    expect(error).toMatchObject({ code: 'ERR_CREDENTIALS_NOT_CONFIGURED', field: variable, skippable: true })
    expect(error.message).toContain(`Not set: ${variable}.`)
    expect([seen(), paths]).toEqual([[], []])
  })

  it('is not skippable when a part of it is given in code', async () => {
    for (const options of [{ roleArn: ROLE_ARN }, { oidcProviderArn: PROVIDER_ARN }, { oidcTokenFilePath: PATH }, { oidcToken: TOKEN }]) {
      expect(await failure(setUp([], { env: {}, ...options }).provider())).toMatchObject({
        code: 'ERR_CREDENTIALS_NOT_CONFIGURED',
        skippable: false,
      })
    }
  })

  it('works once the variables are set', async () => {
    const env: Record<string, string> = {}
    const { provider } = setUp([success()], { env })
    await failure(provider())
    Object.assign(env, VARIABLES)
    expect((await provider()).accessKeyId).toBe(CREDENTIALS.AccessKeyId)
  })

  it.each<[string, object]>([
    ['roleArn', { roleArn: 'role' }],
    ['oidcProviderArn', { oidcProviderArn: 'acs:ram::1:oidc-provider/a b' }],
    ['oidcProviderArn', { oidcProviderArn: '' }],
    ['oidcTokenFilePath', { oidcTokenFilePath: '' }],
    ['oidcToken', { oidcToken: '' }],
    ['oidcToken', { oidcToken: 'two words' }],
    ['oidcToken', { oidcToken: 5 }],
    ['oidcToken', { oidcToken: TOKEN, oidcTokenFilePath: PATH }],
    ['roleSessionExpiration', { roleSessionExpiration: 899 }],
    ['oidc_token', { oidc_token: TOKEN }],
    ['externalId', { externalId: 'ab' }],
  ])('refuses %s at once: %j', (field, options) => {
    const error = thrown(() => fromOidcRoleArn({ ...options, env: {} }))
    expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION', field })
    expect(JSON.stringify(error)).not.toContain(TOKEN)
  })

  it('refuses a variable that holds no ARN at the call', async () => {
    const { provider, seen } = setUp([], { env: { ...VARIABLES, ALIBABA_CLOUD_OIDC_PROVIDER_ARN: 'undefined' } })
    expect(await failure(provider())).toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'ALIBABA_CLOUD_OIDC_PROVIDER_ARN' })
    expect(seen()).toEqual([])
  })

  it.each<[string, FromOidcRoleArnOptions, string]>([
    ['home', { home: '/home/ann' }, '/home/ann/token'],
    ['HOME', { env: { ...VARIABLES, HOME: '/home/bob' } }, '/home/bob/token'],
    ['USERPROFILE', { env: { ...VARIABLES, USERPROFILE: 'C:\\Users\\cy' } }, 'C:\\Users\\cy\\token'],
  ])('R54 takes ~ for %s', async (_, options, path) => {
    const { provider, files, paths } = setUp([success()], { oidcTokenFilePath: '~/token', ...options })
    files.set(path, TOKEN)
    await provider()
    expect(paths).toEqual([path])
  })

  it('R54 reads a real file through a link, as Kubernetes mounts it, from both entries', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'oidc-'))
    try {
      await writeFile(join(folder, 'data'), `${TOKEN}\n`)
      await symlink('data', join(folder, 'token'))
      for (const make of [fromOidcRoleArn, fromOidcRoleArnOfNode]) {
        const { fetch, seen } = createSts([success()])
        await make({ fetch, env: VARIABLES, oidcTokenFilePath: join(folder, 'token'), refresh: createFakeClock() })()
        expect(seen()[0]?.form.OIDCToken).toBe(TOKEN)
        const directory = make({ fetch, env: VARIABLES, oidcTokenFilePath: folder, refresh: createFakeClock() })
        expect(await failure(directory())).toMatchObject({ code: 'ERR_FILE_ACCESS', field: 'oidcTokenFilePath', missing: false })
      }
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})

describe('fromOidcRoleArn, and the home folder', () => {
  it('R10 shows it as ~', async () => {
    for (const [variable, content] of [
      ['~/token', undefined],
      ['/home/ann/token', ''],
    ] as const) {
      const env = { ...VARIABLES, ALIBABA_CLOUD_OIDC_TOKEN_FILE: variable, HOME: '/home/ann' }
      const { provider, files, clock } = setUp([success()], { env })
      if (content !== undefined) files.set('/home/ann/token', content)
      const failed = provider().catch((error: Error) => error.message)
      await clock.advance(1000)
      expect(await failed).toContain('OIDC token file ~/token ')
    }
  })
})

describe('the options of both providers', () => {
  it.each([
    ['fromOidcRoleArn', fromOidcRoleArn, { oidcToken: TOKEN, oidcProviderArn: 'acs:ram::1234567890123456:oidc-provider/ack' }],
    ['fromRamRoleArn', fromRamRoleArn, KEYS],
  ] as const)('%s uses as they were when it was made, inherited ones among them', async (_, make, own) => {
    const { fetch, seen } = createSts(() => success())
    const inherited = { ...own, roleArn: ROLE_ARN, stsEndpoint: 'sts.inherited.example', fetch, env: {} }
    await make(Object.create(inherited))()
    const changed = { ...inherited, stsEndpoint: 'sts.given.example' }
    const provider = make(changed)
    changed.stsEndpoint = 'sts.later.example'
    await provider()
    expect(seen().map(({ host }) => host)).toEqual(['sts.inherited.example', 'sts.given.example'])
  })

  it.each([
    ['fetch', {}],
    ['now', 5],
    ['now', null],
    ['refresh', null],
    ['timeout', Number.NaN],
    ['timeout', Symbol('s')],
    ['roleSessionExpiration', Number.NaN],
  ])('R11 refuse %s as %s, by its name', (name, value) => {
    for (const make of [fromOidcRoleArn, fromRamRoleArn]) {
      expect(() => make({ [name as string]: value })).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: name }))
    }
  })

  it('R11 refuse a home that is no text', () => {
    expect(() => fromOidcRoleArn({ home: 5 as never })).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: 'home' }))
  })

  it('R11 refuse null in their place, from both entries', () => {
    for (const make of [fromOidcRoleArn, fromRamRoleArn, fromOidcRoleArnOfNode]) {
      expect(() => make(null as never)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: 'options' }))
    }
  })
})
