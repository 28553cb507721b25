import { type CredentialEvent, type CredentialProvider, chain, fromAccessKey, fromBearer, fromEnv, fromSts } from '@x/credentials-core'
import { createFakeClock, type ScriptedAnswer } from '@x/credentials-core/testing'
import { hmacSha1Signer, signRpc } from '@x/tea-rpc/sign'
import { describe, expect, it, vi } from 'vitest'
import { CREDENTIALS, createSts, failure, KEYS, ROLE_ARN, refusal, type SeenRequest, sign, success, thrown } from '../test/sts-script.ts'
import { type FromRamRoleArnOptions, fromRamRoleArn } from './from-ram-role-arn.ts'

const MINUTE = 60_000

const setUp = (script: Parameters<typeof createSts>[0], options: FromRamRoleArnOptions = {}) => {
  const clock = createFakeClock()
  const events: CredentialEvent[] = []
  const { fetch, seen } = createSts(script)
  const source = options.credential === undefined && options.accessKeyId === undefined ? KEYS : {}
  const refresh = { ...clock, random: () => 0.5, onEvent: (event: CredentialEvent) => events.push(event) }
  const provider = fromRamRoleArn({ ...source, roleArn: ROLE_ARN, fetch, env: {}, refresh, ...options })
  return { clock, events, fetch, seen, provider }
}
const make = (options: object) => () => fromRamRoleArn({ ...KEYS, roleArn: ROLE_ARN, env: {}, ...options })
/** Credentials that came at the given minute and live for an hour. */
const lasting = (minutes: number, seconds = 3600) =>
  success({
    AccessKeyId: `STS.minute${minutes}`,
    Expiration: new Date(Date.UTC(2030, 0, 1) + minutes * MINUTE + seconds * 1000).toISOString(),
  })
const refusedSignature = (theirs: (request: SeenRequest) => string) => (request: SeenRequest) =>
  refusal('SignatureDoesNotMatch', 400, {
    Message: `Specified signature is not matched with our calculation. server string to sign is:${theirs(request)}`,
  })

describe('fromRamRoleArn: the request', () => {
  it('sends the request of vector V1, with its signature', async () => {
    const { provider, seen } = setUp([success()], {
      accessKeyId: 'AKIDEXAMPLE',
      accessKeySecret: 'SecretExample',
      roleArn: 'acs:ram::123456789012:role/demo',
      roleSessionName: 'session-1',
      now: () => Date.parse('2024-01-02T03:04:05.999Z'),
      nonce: () => '00000000000000000000000000000001',
      refresh: {},
    })
    await provider()
    expect(seen()).toMatchObject([{ url: 'https://sts.aliyuncs.com/', method: 'POST' }])
    expect(seen()[0]?.form).toEqual({
      AccessKeyId: 'AKIDEXAMPLE',
      Action: 'AssumeRole',
      DurationSeconds: '3600',
      Format: 'JSON',
      RoleArn: 'acs:ram::123456789012:role/demo',
      RoleSessionName: 'session-1',
      Signature: 'jRB3ZLD5Q9Wt4AYjmflYPWn1wXw=',
      SignatureMethod: 'HMAC-SHA1',
      SignatureNonce: '00000000000000000000000000000001',
      SignatureVersion: '1.0',
      Timestamp: '2024-01-02T03:04:05Z',
      Version: '2015-04-01',
    })
  })

  it.each<[string, string, Record<string, string>, string]>([
    ['V2', 'POST', {}, 'pGghEJTL41aYBGonRGU+StQZWFI='],
    ['V2 with GET', 'GET', {}, 'da2BuBJksKybyv1LlGL45c9dEBs='],
    ['V4', 'POST', { Action: 'AssumeRole', RoleSessionName: '测试' }, 'qNvh/O+QtuN4jqYH0xpt+HFSL3I='],
  ])('has the signer of vector %s', async (_, method, only, signature) => {
    const v2 = {
      AccessKeyId: 'AKIDEXAMPLE',
      Action: 'AssumeRole',
      DurationSeconds: '3600',
      Format: 'JSON',
      RoleArn: 'acs:ram::123456789012:role/demo',
      RoleSessionName: 'session-1',
      SignatureMethod: 'HMAC-SHA1',
      SignatureNonce: '00000000000000000000000000000001',
      SignatureVersion: '1.0',
      Timestamp: '2024-01-02T03:04:05Z',
      Version: '2015-04-01',
      SecurityToken: 'CAIS/+token==',
      ExternalId: "a b*c~d!e'f(g)h",
      Policy: '{"Statement": [{"Action": ["*"],"Effect": "Allow"}],"Version":"1"}',
    }
    const params = Object.keys(only).length > 0 ? only : v2
    expect((await signRpc({ method, params, signer: hmacSha1Signer('SecretExample') })).signature).toBe(signature)
  })

  it('gives what STS gave, under the path of its source', async () => {
    const { provider, seen } = setUp([success()])
    const credentials = await provider()
    expect(credentials).toMatchObject({
      type: 'ram_role_arn',
      accessKeyId: CREDENTIALS.AccessKeyId,
      accessKeySecret: CREDENTIALS.AccessKeySecret,
      securityToken: CREDENTIALS.SecurityToken,
      expiration: new Date(CREDENTIALS.Expiration),
      providerName: 'ram_role_arn/static_ak',
    })
    expect(provider.providerName).toBe('ram_role_arn/static_ak')
    const [request] = seen() as [SeenRequest]
    expect(request.form.Signature).toBe(sign(request, KEYS.accessKeySecret).signature)
    expect(request.form.RoleSessionName).toBe(`credentials-ts-${Date.UTC(2030, 0, 1)}`)
    expect(request.headers['x-acs-credentials-provider']).toBe('static_ak')
  })

  it('E10 takes the role, the session name and the external id from variables', async () => {
    const env = {
      ALIBABA_CLOUD_ROLE_ARN: ` ${ROLE_ARN} `,
      ALIBABA_CLOUD_ROLE_SESSION_NAME: 'from-variable',
      ALIBABA_CLOUD_EXTERNAL_ID: 'external',
    }
    const { provider, seen } = setUp([success()], { roleArn: undefined, env })
    await provider()
    expect(seen()[0]?.form).toMatchObject({ RoleArn: ROLE_ARN, RoleSessionName: 'from-variable', ExternalId: 'external' })
  })

  it.each([0, undefined])('E12 asks for an hour when the expiration is %s', async (roleSessionExpiration) => {
    const { provider, seen } = setUp([success()], { roleSessionExpiration })
    await provider()
    expect(seen()[0]?.form.DurationSeconds).toBe('3600')
  })

  it('E13 R18 asks once for a session of 900 s and 100 calls in a minute', async () => {
    const { provider, seen, clock } = setUp([lasting(0, 900)], { roleSessionExpiration: 900 })
    for (let call = 0; call < 100; call++) {
      await provider()
      await clock.advance(600)
    }
    expect(seen()).toHaveLength(1)
    expect(seen()[0]?.form.DurationSeconds).toBe('900')
  })

  it('E14 R5 sends the token of its source in the body, signed', async () => {
    const { provider, seen } = setUp([success()], { ...KEYS, securityToken: 'CAIS/+token==' })
    expect((await provider()).providerName).toBe('ram_role_arn/static_sts')
    const [request] = seen() as [SeenRequest]
    expect(request.form.SecurityToken).toBe('CAIS/+token==')
    expect(request.form.Signature).toBe(sign(request, KEYS.accessKeySecret).signature)
    expect(request.url).toBe('https://sts.aliyuncs.com/')
  })

  it('E15 signs a policy with blanks, quotes, *, ~ and CJK', async () => {
    const policy = `{"Statement": [{"Action": ["*"], "Effect": "Allow", "Resource": "acs:oss:*:*:~名'(x)!"}], "Version": "1"}`
    const { provider, seen } = setUp([success()], { policy })
    await provider()
    const [request] = seen() as [SeenRequest]
    expect(request.form.Policy).toBe(policy)
    expect(request.form.Signature).toBe(sign(request, KEYS.accessKeySecret).signature)
  })

  it('E16 sends no policy, external id or own session name for empty text', async () => {
    const { provider, seen } = setUp([success()], { policy: '', externalId: '', roleSessionName: '' })
    await provider()
    expect(seen()[0]?.form).not.toHaveProperty('Policy')
    expect(seen()[0]?.form).not.toHaveProperty('ExternalId')
    expect(seen()[0]?.form.RoleSessionName).toMatch(/^credentials-ts-/)
  })

  it('E24 R76 tries again after 503 with a new nonce, signed anew', async () => {
    const { provider, seen } = setUp([{ status: 503 }, success()])
    await provider()
    const [first, second] = seen() as [SeenRequest, SeenRequest]
    expect(first.form.SignatureNonce).not.toBe(second.form.SignatureNonce)
    for (const request of [first, second]) expect(request.form.Signature).toBe(sign(request, KEYS.accessKeySecret).signature)
  })

  it.each<[string, ScriptedAnswer, number]>([
    ['reset', { error: Object.assign(new Error('x'), { code: 'ECONNRESET' }) }, 3],
    ['429', { status: 429 }, 3],
    ['Throttling.User', refusal('Throttling.User', 400), 3],
    ['InvalidParameter.PolicyGrammar', refusal('InvalidParameter.PolicyGrammar', 400), 1],
  ])('R28 tries again by the class of the failure: %s', async (_, answer, requests) => {
    const random = vi.spyOn(Math, 'random').mockReturnValue(0)
    const { provider, seen } = setUp([answer, answer, answer, answer])
    const error = await failure(provider())
    random.mockRestore()
    expect(seen()).toHaveLength(requests)
    expect(error.attempts).toHaveLength(requests)
  })

  it('E30 assumes one role with the keys of another', async () => {
    const clock = createFakeClock()
    const { fetch, seen } = createSts(({ form }) =>
      form.RoleArn === ROLE_ARN
        ? success({ AccessKeyId: 'STS.first', AccessKeySecret: 'firstSecret', SecurityToken: 'firstToken' })
        : success(),
    )
    const first = fromRamRoleArn({ ...KEYS, roleArn: ROLE_ARN, fetch, env: {}, refresh: clock })
    const second = fromRamRoleArn({ credential: first, roleArn: 'acs:ram::2:role/second', fetch, env: {}, refresh: clock })
    expect((await second()).providerName).toBe('ram_role_arn/ram_role_arn/static_ak')
    const [, request] = seen() as [SeenRequest, SeenRequest]
    expect(seen()).toHaveLength(2)
    expect(request.form).toMatchObject({ AccessKeyId: 'STS.first', SecurityToken: 'firstToken', RoleArn: 'acs:ram::2:role/second' })
    expect(request.form.Signature).toBe(sign(request, 'firstSecret').signature)
    expect(request.headers['x-acs-credentials-provider']).toBe('ram_role_arn/static_ak')
  })

  it('R77 learns the clock of STS from its refusal, and keeps it', async () => {
    const late = (request: SeenRequest): ScriptedAnswer =>
      Date.parse(request.form.Timestamp ?? '') < Date.UTC(2030, 0, 1, 0, 10)
        ? { ...refusal('InvalidTimeStamp.Expired', 400), headers: { date: new Date(Date.UTC(2030, 0, 1, 0, 20)).toUTCString() } }
        : success({ Expiration: new Date(Date.parse(request.form.Timestamp ?? '') + 3_600_000).toISOString() })
    const { provider, seen, clock } = setUp(late)
    await provider()
    expect(seen().map(({ form }) => form.Timestamp)).toEqual(['2030-01-01T00:00:00Z', '2030-01-01T00:20:00Z'])
    await clock.advance(100 * MINUTE)
    await provider()
    expect(seen()).toHaveLength(3)
  })
})

describe('fromRamRoleArn: the host', () => {
  const beijing = { ALIBABA_CLOUD_STS_REGION: 'cn-beijing' }
  const vpc = { ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED: 'TRUE' }
  const webhook = { ALIBABA_CLOUD_STS_ENDPOINT: 'sts-vpc.cn-hangzhou.aliyuncs.com' }

  it.each<[string, FromRamRoleArnOptions, string]>([
    ['E25 region', { stsRegionId: 'cn-beijing' }, 'https://sts.cn-beijing.aliyuncs.com/'],
    ['E26 region and VPC', { stsRegionId: 'cn-beijing', enableVpc: true }, 'https://sts-vpc.cn-beijing.aliyuncs.com/'],
    ['E27 VPC without a region', { enableVpc: true }, 'https://sts.aliyuncs.com/'],
    ['E28 VPC refused in code', { stsRegionId: 'cn-beijing', enableVpc: false, env: vpc }, 'https://sts.cn-beijing.aliyuncs.com/'],
    ['E29 endpoint as a URL', { stsEndpoint: 'https://sts.cn-hangzhou.aliyuncs.com/' }, 'https://sts.cn-hangzhou.aliyuncs.com/'],
    ['R84 variables', { env: { ...beijing, ...vpc } }, 'https://sts-vpc.cn-beijing.aliyuncs.com/'],
    ['R84 region in code before its variable', { env: beijing, stsRegionId: 'cn-test' }, 'https://sts.cn-test.aliyuncs.com/'],
    ['R84 endpoint variable before regions', { env: { ...beijing, ...webhook } }, 'https://sts-vpc.cn-hangzhou.aliyuncs.com/'],
    ['R84 endpoint in code before all', { env: { ...webhook }, stsEndpoint: 'sts.example.com:8443' }, 'https://sts.example.com:8443/'],
    ['R79 http for loopback', { stsEndpoint: 'http://127.0.0.1:4000' }, 'http://127.0.0.1:4000/'],
    ['empty texts', { stsEndpoint: '', stsRegionId: '', env: { ALIBABA_CLOUD_STS_ENDPOINT: ' ' } }, 'https://sts.aliyuncs.com/'],
  ])('%s', async (_, options, url) => {
    const { provider, seen } = setUp([success()], options)
    await provider()
    expect(seen().map((request) => request.url)).toEqual([url])
  })

  it.each([
    'http://sts.aliyuncs.com',
    'sts.aliyuncs.com/path',
    'sts.aliyuncs.com?a=b',
    'user:pass@sts.aliyuncs.com',
    'sts. aliyuncs.com',
    'sts.aliyuncs.com\r\nx: y',
    'ftp://sts.aliyuncs.com',
    5,
  ])('R45 R79 refuses the endpoint %j at once', (stsEndpoint) => {
    expect(thrown(make({ stsEndpoint }))).toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'stsEndpoint' })
  })

  it.each(['sts.example.com', 'aliyuncs.com.example.com', 'evilaliyuncs.com', 'http://127.0.0.1:4000', 'a b'])(
    'R84 refuses %j in the variable: it is no host of the vendor',
    async (ALIBABA_CLOUD_STS_ENDPOINT) => {
      const { provider, seen } = setUp([success()], { env: { ALIBABA_CLOUD_STS_ENDPOINT } })
      expect(await failure(provider())).toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'ALIBABA_CLOUD_STS_ENDPOINT', skippable: false })
      expect(seen()).toEqual([])
    },
  )

  it('R83 says that it was the proxy which failed, without its login', async () => {
    const env = { HTTPS_PROXY: 'http://user:canaryLogin7f3K@127.0.0.1:1' }
    const provider = fromRamRoleArn({ ...KEYS, roleArn: ROLE_ARN, env, timeout: 50_000 })
    const error = await failure(provider())
    expect(error).toMatchObject({ code: 'ERR_PROXY', host: 'sts.aliyuncs.com' })
    expect(JSON.stringify(error)).not.toContain('canaryLogin')
  })
})

describe('fromRamRoleArn: options', () => {
  it.each<[string, object]>([
    ['role_arn', { role_arn: ROLE_ARN }],
    ['accessKeySecret', { accessKeySecret: undefined }],
    ['accessKeyId', { accessKeyId: undefined }],
    ['accessKeyId', { accessKeyId: undefined, accessKeySecret: undefined, securityToken: 'token' }],
    ['accessKeyId', { accessKeyId: '<access_key_id>' }],
    ['accessKeySecret', { accessKeySecret: ' ' }],
    ['credential', { credential: fromEnv() }],
    ['credential', { accessKeyId: undefined, accessKeySecret: undefined, credential: {} }],
    ['policy', { policy: 'x'.repeat(2049) }],
    ['policy', { policy: { Version: '1' } }],
    ['externalId', { externalId: 'a b' }],
    ['externalId', { externalId: 'x' }],
    ['stsRegionId', { stsRegionId: 'cn_beijing' }],
    ['stsRegionId', { stsRegionId: 'x.example.com#' }],
    ['enableVpc', { enableVpc: 'true' }],
    ['timeout', { timeout: -1 }],
    ['connectTimeout', { connectTimeout: Number.POSITIVE_INFINITY }],
    ['roleSessionExpiration', { roleSessionExpiration: 1000.5 }],
    ['fetch', { fetch: {} }],
    ['now', { now: 0 }],
    ['nonce', { nonce: 'twice' }],
  ])('R13 refuses %s at once: %j', (field, options) => {
    expect(thrown(make(options))).toMatchObject({ code: 'ERR_INVALID_OPTION', field })
  })

  it('E11 refuses a session of 899 seconds at once', () => {
    expect(thrown(make({ roleSessionExpiration: 899 }))).toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'roleSessionExpiration' })
  })

  const ODD = ['a\r\nb', '../x', 'a/b', 'a?b', 'a#b', 'a b', 'x'.repeat(300), 'näme', '\u0000a']
  it.each(ODD)('R45 refuses %j in a role, a session name, a region', async (odd) => {
    const field = (options: object) => (thrown(make(options)) as { field?: string } | undefined)?.field
    expect(field({ roleArn: `acs:ram::1:role/${odd}` })).toBe('roleArn')
    expect(field({ roleSessionName: odd })).toBe('roleSessionName')
    expect(field({ stsRegionId: odd })).toBe('stsRegionId')
    const env = { ALIBABA_CLOUD_ROLE_SESSION_NAME: `x${odd}x` }
    const { provider, seen } = setUp([], { env })
    expect(await failure(provider())).toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'ALIBABA_CLOUD_ROLE_SESSION_NAME' })
    expect(seen()).toEqual([])
  })

  it.each([
    '',
    'reader',
    'acs:ram:::role/reader',
    'acs:ram::1:user/reader',
    'acs:ram::1:role/',
    'acs:ram::x:role/reader',
    ' acs:ram::1:role/x',
  ])('R45 refuses %j for a role', (roleArn) => {
    expect(thrown(make({ roleArn }))).toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'roleArn' })
  })

  it('is skippable without a role only when no key is given in code', async () => {
    const code = 'ERR_CREDENTIALS_NOT_CONFIGURED'
    const bare = fromRamRoleArn({ env: {} })
    expect(await failure(bare())).toMatchObject({ code, field: 'ALIBABA_CLOUD_ROLE_ARN', skippable: true })
    expect(await failure(setUp([], { roleArn: undefined }).provider())).toMatchObject({ code, skippable: false })
    expect(await failure(setUp([], { roleArn: undefined, credential: fromAccessKey(KEYS) }).provider())).toMatchObject({
      code,
      skippable: false,
    })
  })

  it('takes the key of the environment with its token, and reads it at each refresh', async () => {
    const env: Record<string, string> = {}
    const { fetch, seen } = createSts([success()])
    const provider = fromRamRoleArn({ roleArn: ROLE_ARN, fetch, env, refresh: createFakeClock() })
    expect(await failure(provider())).toMatchObject({ code: 'ERR_CREDENTIALS_NOT_CONFIGURED', provider: 'env' })
    env.ALIBABA_CLOUD_ACCESS_KEY_ID = KEYS.accessKeyId
    env.ALIBABA_CLOUD_ACCESS_KEY_SECRET = KEYS.accessKeySecret
    env.ALIBABA_CLOUD_SECURITY_TOKEN = 'token'
    expect((await provider()).providerName).toBe('ram_role_arn/env')
    expect(seen()[0]?.form).toMatchObject({ AccessKeyId: KEYS.accessKeyId, SecurityToken: 'token' })
  })

  it.each<[string, FromRamRoleArnOptions['credential'], string]>([
    ['a chain', chain(fromEnv({ env: {} }), fromAccessKey(KEYS)), 'ram_role_arn/static_ak'],
    ['a function', async () => ({ ...KEYS, providerName: 'vault' }), 'ram_role_arn/vault'],
    ['an object', { getCredential: async () => ({ ...KEYS, providerName: 'official' }) }, 'ram_role_arn/official'],
  ])('takes %s for its source', async (_, credential, name) => {
    expect((await setUp([success()], { credential }).provider()).providerName).toBe(name)
  })

  it('refuses a source that gives no key', async () => {
    const { provider, seen } = setUp([success()], { credential: fromBearer({ bearerToken: 'bearer' }) })
    expect(await failure(provider())).toMatchObject({ code: 'ERR_CREDENTIALS_INVALID', field: 'credential' })
    expect(seen()).toEqual([])
  })

  it('passes the failure of its source on', async () => {
    const failing = fromRamRoleArn({ ...KEYS, env: {} })
    const error = await failure(setUp([], { credential: failing }).provider())
    expect(error).toMatchObject({ code: 'ERR_CREDENTIALS_NOT_CONFIGURED', provider: 'ram_role_arn/static_ak' })
  })

  it('E93 refuses a cycle of providers', async () => {
    let outer: CredentialProvider | undefined
    const loop = async (asked?: object) => (outer as CredentialProvider)(asked)
    const inner = fromRamRoleArn({ credential: loop, roleArn: ROLE_ARN, env: {} })
    outer = fromRamRoleArn({ credential: chain(inner), roleArn: ROLE_ARN, env: {} })
    expect(await failure(outer())).toMatchObject({ code: 'ERR_PROFILE_CYCLE' })
    expect(await failure(inner())).toMatchObject({ code: 'ERR_PROFILE_CYCLE' })
  })
})

describe('fromRamRoleArn: answers', () => {
  const failed = async (...answers: ScriptedAnswer[]) => {
    const { provider, seen } = setUp(answers)
    const error = await failure(provider())
    expect(seen()).toHaveLength(answers.length)
    return error
  }

  it.each<[string, ScriptedAnswer, string]>([
    ['E17 no Credentials', { body: { RequestId: 'r' } }, 'Credentials'],
    ['E18 no Expiration', success({ Expiration: undefined }), 'Credentials.Expiration'],
    ['R49 nothing', { body: '' }, 'Credentials'],
    ['R49 a list', { body: [1] }, 'Credentials'],
    ['R49 Credentials null', { body: { Credentials: null } }, 'Credentials'],
    ['R49 Credentials text', { body: { Credentials: 'x' } }, 'Credentials'],
    ['R49 Credentials a list', { body: { Credentials: [] } }, 'Credentials.Expiration'],
    ['R49 no key id', success({ AccessKeyId: undefined }), 'Credentials.AccessKeyId'],
    ['R49 key id a number', success({ AccessKeyId: 5 }), 'Credentials.AccessKeyId'],
    ['R49 secret null', success({ AccessKeySecret: null }), 'Credentials.AccessKeySecret'],
    ['R49 secret an object', success({ AccessKeySecret: {} }), 'Credentials.AccessKeySecret'],
    ['R49 token empty', success({ SecurityToken: '' }), 'Credentials.SecurityToken'],
    ['R49 Expiration nonsense', success({ Expiration: 'soon' }), 'Credentials.Expiration'],
    ['R49 Expiration a number', success({ Expiration: 1893459600 }), 'Credentials.Expiration'],
  ])('names what is missing: %s', async (_, answer, field) => {
    const error = await failed(answer)
    expect(error).toMatchObject({
      code: 'ERR_BAD_RESPONSE',
      field,
      retryable: true,
      skippable: false,
      provider: 'ram_role_arn/static_ak',
      attempts: [{ host: 'sts.aliyuncs.com', action: 'AssumeRole', status: 200 }],
    })
    expect(error.message).toContain(field)
  })

  it.each(['<html>', '{"Credentials":'])('R49 answers %j are no JSON', async (body) => {
    expect(await failed({ body }, { body }, { body })).toMatchObject({ code: 'ERR_BAD_RESPONSE', host: 'sts.aliyuncs.com' })
  })

  it('E19 shows code, message and request id of STS', async () => {
    const error = await failed(refusal('InvalidParameter.RoleArn', 400))
    expect(error).toMatchObject({
      name: 'RpcError',
      code: 'ERR_SERVICE',
      serviceCode: 'InvalidParameter.RoleArn',
      serviceMessage: 'The text of STS.',
      requestId: 'ABC-123',
      statusCode: 400,
      retryable: false,
    })
  })

  it('E20 needs no message', async () => {
    const code = { serviceCode: 'SignatureDoesNotMatch', serviceMessage: '', requestId: 'ABC-123' }
    expect(await failed(refusal('SignatureDoesNotMatch', 400, { Message: undefined }))).toMatchObject(code)
    expect(await failed(refusal('SignatureDoesNotMatch', 400, { Message: 5 }))).toMatchObject(code)
  })

  it('E21 says the status of a page, and nothing of its text', async () => {
    const error = await failed({ status: 403, body: '<html><body>Blocked by canaryGateway7f3K</body></html>' })
    expect(error).toMatchObject({ code: 'ERR_SERVICE', statusCode: 403, serviceMessage: '' })
    expect(error.message).toContain('403')
    expect(JSON.stringify(error)).not.toMatch(/Blocked|canaryGateway/)
  })

  it('E22 says that the secret is wrong when both signed the same text', async () => {
    for (const end of ['', '.']) {
      const { provider } = setUp([refusedSignature((request) => sign(request, '').text + end)])
      const error = await failure(provider())
      expect(error).toMatchObject({ serviceCode: 'SignatureDoesNotMatch', retryable: false, requestId: 'ABC-123' })
      expect(error.message).toMatch(/the secret or private key is not the one of this key id/)
      expect(error.hint).toMatch(/^Check the secret/)
      expect(JSON.stringify(error)).not.toContain('AssumeRole%26')
    }
  })

  it('E23 says that the request was altered when they did not', async () => {
    const { provider } = setUp([refusedSignature((request) => sign(request, '').text.replace('reader', 'writer'))])
    const error = await failure(provider())
    expect(error.message).toMatch(/altered in transit/)
    expect(error.hint).toMatch(/proxy/)
    expect(JSON.stringify(error)).not.toMatch(/writer|AccessKeyId%3D/)
  })

  it.each(['NoPermission', 'EntityNotExist.Role', 'AuthenticationFail.NoPermission'])(
    'R34 R24 takes %s for a decision',
    async (serviceCode) => {
      const { provider, seen, clock } = setUp(() => refusal(serviceCode))
      const error = await failure(provider())
      expect(error).toMatchObject({
        name: 'CredentialsError',
        code: 'ERR_CREDENTIALS_DENIED',
        provider: 'ram_role_arn/static_ak',
        retryable: false,
        skippable: false,
        serviceCode,
        statusCode: 403,
        requestId: 'ABC-123',
        attempts: [{ host: 'sts.aliyuncs.com', action: 'AssumeRole', status: 403, code: serviceCode }],
      })
      expect(error.message).toContain('ABC-123')
      expect(error.hint).not.toBe('')
      expect(error.message.endsWith(String(error.hint))).toBe(true)
      for (let call = 0; call < 100; call++) await failure(provider())
      expect(seen()).toHaveLength(1)
      await clock.advance(3000)
      await failure(provider())
      expect(seen()).toHaveLength(2)
    },
  )

  it('R24 raises a denial at once, although the old credentials are valid', async () => {
    const { provider, clock } = setUp([success(), refusal('NoPermission')])
    await provider()
    await clock.advance(50 * MINUTE)
    await provider()
    await clock.advance(0)
    expect(await failure(provider())).toMatchObject({ code: 'ERR_CREDENTIALS_DENIED' })
  })

  it('R44 follows no redirect', async () => {
    for (const status of [301, 302, 307, 308]) {
      const answer = { status, headers: { location: 'https://other.example.com/' } }
      expect(await failed(answer)).toMatchObject({ code: 'ERR_BAD_RESPONSE', host: 'sts.aliyuncs.com' })
    }
  })

  it('R50 reads at most 256 KiB', async () => {
    expect(await failed({ body: ' '.repeat(256 * 1024 + 1) })).toMatchObject({ code: 'ERR_TOO_LARGE' })
    const { provider } = setUp([{ body: JSON.stringify(success().body).padEnd(256 * 1024) }])
    expect((await provider()).accessKeyId).toBe(CREDENTIALS.AccessKeyId)
  })

  it('R51 gives up at the time limit of all attempts', async () => {
    const { provider } = setUp([{ hang: true }, { hang: true }, { hang: true }], { timeout: 150, connectTimeout: 50 })
    const error = await failure(provider())
    expect(error).toMatchObject({ code: 'ERR_TIMEOUT', host: 'sts.aliyuncs.com', retryable: true })
    expect(error.hint).toContain('raise timeout')
    // The second, if it began in time, was cut short.
    const timedOut = { host: 'sts.aliyuncs.com', action: 'AssumeRole', code: 'ERR_TIMEOUT' }
    expect(error.attempts).toMatchObject((error.attempts as unknown[]).map(() => timedOut))
    expect(error.attempts).not.toEqual([])
  })
})

describe('fromRamRoleArn: the cache', () => {
  it('E61 R15 shares one request among 1000 first calls', async () => {
    const { provider, seen } = setUp([success()])
    const all = await Promise.all(Array.from({ length: 1000 }, () => provider()))
    expect(new Set(all).size).toBe(1)
    expect(seen()).toHaveLength(1)
  })

  it('R16 refreshes in the background, with one request', async () => {
    const { provider, seen, clock } = setUp([lasting(0), lasting(46)])
    await provider()
    await clock.advance(46 * MINUTE)
    expect((await provider()).accessKeyId).toBe('STS.minute0')
    await clock.advance(0)
    expect((await provider()).accessKeyId).toBe('STS.minute46')
    expect(seen()).toHaveLength(2)
    expect(seen()[0]?.form.RoleSessionName).toBe(seen()[1]?.form.RoleSessionName)
  })

  it('E62 R20 serves valid credentials on while STS is down', async () => {
    const { provider, events, clock } = setUp([success(), { status: 500 }, { status: 500 }, { status: 500 }])
    await provider()
    await clock.advance(50 * MINUTE)
    await provider()
    await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ type: 'refresh-failed', code: 'ERR_SERVICE' }), 30_000)
    expect((await provider()).accessKeyId).toBe(CREDENTIALS.AccessKeyId)
  })

  it('E63 throws when they have expired', async () => {
    const { provider, clock } = setUp([success(), { status: 503 }, { status: 503 }, { status: 503 }])
    await provider()
    await clock.advance(61 * MINUTE)
    expect(await failure(provider())).toMatchObject({ code: 'ERR_CREDENTIALS_EXPIRED', cause: { serviceCode: 'UnknownError' } })
  })

  it('E64 R23 asks again after the pause', async () => {
    const { provider, seen, clock } = setUp([{ body: {} }, success()])
    await failure(provider())
    await failure(provider())
    expect(seen()).toHaveLength(1)
    await clock.advance(3000)
    await provider()
    expect(seen()).toHaveLength(2)
  })

  it('E65 rejects the one caller that aborts, with its own reason', async () => {
    let open = (_?: unknown): void => {}
    const until = new Promise((resolve) => {
      open = resolve
    })
    const { provider } = setUp([{ ...success(), until }])
    const controller = new AbortController()
    const aborted = failure(provider({ signal: controller.signal }))
    const other = provider()
    const reason = new Error('enough')
    controller.abort(reason)
    expect(await aborted).toBe(reason)
    open()
    expect((await other).accessKeyId).toBe(CREDENTIALS.AccessKeyId)
  })

  it('E66 R21 keeps the old credentials when STS gives expired ones', async () => {
    const { provider, events, clock } = setUp([success(), success({ AccessKeyId: 'STS.expired', Expiration: '2030-01-01T00:00:01Z' })])
    await provider()
    await clock.advance(55 * MINUTE)
    await provider()
    await clock.advance(0)
    expect((await provider()).accessKeyId).toBe(CREDENTIALS.AccessKeyId)
    expect(events.at(-1)).toMatchObject({ type: 'refresh-failed', code: 'ERR_CREDENTIALS_EXPIRED' })
  })

  it('E67 does not refresh without end when the clock is set back', async () => {
    const { provider, seen, clock } = setUp(() => success())
    await provider()
    clock.setBy(-60 * MINUTE)
    for (let call = 0; call < 20; call++) await provider()
    expect(seen()).toHaveLength(1)
  })

  it('R25 asks for new credentials when a service rejected the old, and leaves the source alone', async () => {
    const asked: (string | undefined)[] = []
    const credential = async (options?: { rejectedKeyId?: string | undefined }) => {
      asked.push(options?.rejectedKeyId)
      return KEYS
    }
    const { provider, seen } = setUp([success(), success({ AccessKeyId: 'STS.second' })], { credential })
    const { accessKeyId } = await provider()
    expect((await provider({ rejectedKeyId: accessKeyId })).accessKeyId).toBe('STS.second')
    expect(seen()).toHaveLength(2)
    expect(asked).toEqual([undefined])
  })

  it('R25 asks the source for another key when STS rejects its own', async () => {
    let asked = 0
    const credential = async () => {
      asked++
      return { accessKeyId: `STS.source${asked}`, accessKeySecret: 'secret', securityToken: 'token', expiration: '2030-01-01T06:00:00Z' }
    }
    const { provider, seen } = setUp([refusal('InvalidSecurityToken.Expired'), success()], { credential })
    expect((await provider()).accessKeyId).toBe(CREDENTIALS.AccessKeyId)
    expect(seen().map(({ form }) => form.AccessKeyId)).toEqual(['STS.source1', 'STS.source2'])
  })

  it('E102 R66 leaves no timer behind', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    const before = timers()
    const { provider, clock } = setUp([success()])
    await provider()
    expect(clock.pending()).toBe(0)
    expect(timers()).toBeLessThanOrEqual(before)
  })

  it('E103 keeps two accounts in one process apart', async () => {
    const other = { accessKeyId: 'LTAIotherAccountKey1', accessKeySecret: 'otherSecret' }
    const { fetch, seen } = createSts(({ form }) => success({ AccessKeyId: `STS.of-${form.AccessKeyId}` }))
    const refresh = createFakeClock()
    const providers = [KEYS, other].map((keys) => fromRamRoleArn({ ...keys, roleArn: ROLE_ARN, fetch, env: {}, refresh }))
    const ids = (await Promise.all(providers.map((provider) => provider()))).map(({ accessKeyId }) => accessKeyId)
    expect(ids).toEqual([`STS.of-${KEYS.accessKeyId}`, `STS.of-${other.accessKeyId}`])
    for (const request of seen()) {
      const { accessKeySecret } = request.form.AccessKeyId === other.accessKeyId ? other : KEYS
      expect(request.form.Signature).toBe(sign(request, accessKeySecret).signature)
    }
  })

  it('accepts a source that knows its token', async () => {
    const { provider, seen } = setUp([success()], { credential: fromSts({ ...KEYS, securityToken: 'token' }) })
    await provider()
    expect(seen()[0]?.form.SecurityToken).toBe('token')
  })
})
