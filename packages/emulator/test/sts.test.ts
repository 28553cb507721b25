import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Emulator } from '../src/emulator.ts'
import { startEmulator } from '../src/start-emulator.ts'
import { type Answer, callAcs3, callRsa, callUnsigned, callV1, type Key, STS } from './signed-call.ts'
import { createTestClock, MINUTE, type TestClock } from './test-clock.ts'

const ACCOUNT = '1234567890123456'
const arn = (name: string): string => `acs:ram::${ACCOUNT}:role/${name}`

let clock: TestClock
let emulator: Emulator
let key: Key

beforeEach(async () => {
  clock = createTestClock()
  emulator = await startEmulator({
    clock,
    accounts: [
      { accountId: ACCOUNT, userName: 'alice' },
      { accountId: ACCOUNT, type: 'root' },
      { accountId: '9999999999999999', userName: 'mallory' },
    ],
    roles: [
      { name: 'open', maxSessionDuration: 7200 },
      { name: 'alice-only', trust: [`acs:ram::${ACCOUNT}:user/alice`] },
      { name: 'chained', trust: [arn('open')] },
      { name: 'partner', externalId: 'secret-word' },
      { name: 'machines', trust: ['ecs.aliyuncs.com'] },
    ],
  })
  key = emulator.accounts[0]
})

afterEach(() => emulator.close())

const assume = (parameters: Record<string, string>, caller = key): Promise<Answer> =>
  callV1(emulator.url, caller, {
    action: 'AssumeRole',
    version: STS,
    now: clock.now(),
    parameters: { RoleArn: arn('open'), RoleSessionName: 'session-1', ...parameters },
  })

const identify = (caller: Key): Promise<Answer> =>
  callAcs3(emulator.url, caller, { action: 'GetCallerIdentity', version: STS, now: clock.now() })

const keyOf = (answer: Answer): Key => {
  const { AccessKeyId, AccessKeySecret, SecurityToken } = answer.json.Credentials as Record<string, string>
  return { accessKeyId: AccessKeyId ?? '', accessKeySecret: AccessKeySecret ?? '', securityToken: SecurityToken }
}

describe('AssumeRole', () => {
  test('issues keys that work until their end', async () => {
    const answer = await assume({ DurationSeconds: '900' })
    expect(answer.json).toMatchObject({
      AssumedRoleUser: { Arn: `acs:ram::${ACCOUNT}:assumed-role/open/session-1`, AssumedRoleId: expect.stringMatching(/^\d+:session-1$/) },
      Credentials: { Expiration: '2026-01-02T03:19:05Z' },
    })
    expect((await identify(keyOf(answer))).json).toMatchObject({
      IdentityType: 'AssumedRoleUser',
      AccountId: ACCOUNT,
      Arn: `acs:ram::${ACCOUNT}:assumed-role/open/session-1`,
    })
    clock.advance(15 * MINUTE)
    expect((await identify(keyOf(answer))).json.Code).toBe('InvalidSecurityToken.Expired')
  })

  test.each(['899', '7201', '1e3', '-1', 'x'])('refuses a duration of %s', async (DurationSeconds) => {
    expect(await assume({ DurationSeconds })).toMatchObject({ status: 400, json: { Code: 'InvalidParameter.DurationSeconds' } })
  })

  test('allows the longest session of the role and no more', async () => {
    expect((await assume({ DurationSeconds: '7200' })).status).toBe(200)
    expect((await assume({ DurationSeconds: '3601', RoleArn: arn('alice-only') })).json.Code).toBe('InvalidParameter.DurationSeconds')
  })

  test.each(['a', 'x'.repeat(65), 'a b', 'a/b', '测试'])('refuses the session name %s', async (RoleSessionName) => {
    expect((await assume({ RoleSessionName })).json.Code).toBe('InvalidParameter.RoleSessionName')
  })

  test.each(['nonsense', 'acs:ram::x:role/open', 'acs:ram::1:role/', 'acs:ram::1:user/alice'])(
    'refuses the role ARN %s',
    async (RoleArn) => {
      expect((await assume({ RoleArn })).json.Code).toBe('InvalidParameter.RoleArn')
    },
  )

  test('refuses a role that does not exist', async () => {
    expect(await assume({ RoleArn: arn('nobody') })).toMatchObject({ status: 404, json: { Code: 'EntityNotExist.Role' } })
  })

  test.each(['{', '"text"', '[]', `{"a":"${'x'.repeat(2048)}"}`])('refuses the policy %.20s', async (Policy) => {
    expect((await assume({ Policy })).json.Code).toBe('InvalidParameter.PolicyGrammar')
  })

  test('E15 takes a policy with blanks, quotes, stars and other scripts', async () => {
    expect((await assume({ Policy: '{"Statement": [{"Action": ["*"], "Effect": "Allow~测试"}], "Version": "1"}' })).status).toBe(200)
  })

  test('is only for callers whom the role trusts', async () => {
    expect((await assume({ RoleArn: arn('alice-only') })).status).toBe(200)
    expect(await assume({}, emulator.accounts[2])).toMatchObject({ status: 403, json: { Code: 'NoPermission' } })
    expect((await assume({ RoleArn: arn('machines') })).json.Code).toBe('NoPermission')
  })

  test('is not for the keys of the account itself', async () => {
    expect((await identify(emulator.accounts[1] ?? key)).json.IdentityType).toBe('Account')
    expect((await assume({}, emulator.accounts[1])).json.Code).toBe('NoPermission')
  })

  test('wants the ExternalId of the role', async () => {
    expect((await assume({ RoleArn: arn('partner') })).json.Code).toBe('NoPermission')
    expect((await assume({ RoleArn: arn('partner'), ExternalId: 'other' })).json.Code).toBe('NoPermission')
    expect((await assume({ RoleArn: arn('partner'), ExternalId: 'secret-word' })).status).toBe(200)
    expect((await assume({ ExternalId: 'a b' })).json.Code).toBe('InvalidParameter.ExternalId')
  })

  test('E30 goes from role to role where the second trusts the first', async () => {
    expect((await assume({ RoleArn: arn('chained') })).json.Code).toBe('NoPermission')
    const first = keyOf(await assume({}))
    expect((await assume({ RoleArn: arn('chained') }, first)).status).toBe(200)
    expect((await assume({ RoleArn: arn('chained') }, { ...first, securityToken: undefined })).json.Code).toBe('MissingSecurityToken')
  })
})

describe('AssumeRoleWithOIDC', () => {
  const assumeWith = (parameters: Record<string, string>): Promise<Answer> =>
    callUnsigned(emulator.url, {
      action: 'AssumeRoleWithOIDC',
      version: STS,
      now: clock.now(),
      parameters: {
        RoleArn: arn('open'),
        RoleSessionName: 'session-1',
        OIDCProviderArn: emulator.oidcProviderArn,
        OIDCToken: emulator.issueOidcToken(),
        ...parameters,
      },
    })

  test('E34 issues working keys for an unsigned call with a token', async () => {
    const answer = await assumeWith({})
    expect(answer.json.OIDCTokenInfo).toMatchObject({ Subject: 'system:serviceaccount:default:demo', ClientIds: 'sts.aliyuncs.com' })
    expect((await identify(keyOf(answer))).status).toBe(200)
    expect(emulator.requests[0]).toMatchObject({ signatureMethod: 'Anonymous', form: { OIDCToken: '***' }, query: {} })
  })

  test('R82 refuses a token that has ended', async () => {
    expect((await assumeWith({ OIDCToken: emulator.issueOidcToken({ lifetimeSeconds: -1 }) })).json.Code).toBe(
      'AuthenticationFail.OIDCToken.Expired',
    )
    const OIDCToken = emulator.issueOidcToken({ lifetimeSeconds: 60 })
    clock.advance(MINUTE)
    expect(await assumeWith({ OIDCToken })).toMatchObject({ status: 400, json: { Code: 'AuthenticationFail.OIDCToken.Expired' } })
  })

  test.each([
    ['text', () => 'not-a-token'],
    ['three parts of nonsense', () => 'a.b.c'],
    ['another audience', () => emulator.issueOidcToken({ audience: 'somebody' })],
    ['another issuer', () => emulator.issueOidcToken({ issuer: 'https://elsewhere.invalid' })],
    ['a changed subject', () => emulator.issueOidcToken().replace(/\.[^.]+\./, `.${Buffer.from('{"sub":"root"}').toString('base64url')}.`)],
  ])('refuses a token with %s', async (_, token) => {
    expect((await assumeWith({ OIDCToken: token() })).json.Code).toBe('AuthenticationFail.OIDCToken.Invalid')
  })

  test('refuses a role that does not trust the provider', async () => {
    expect(await assumeWith({ RoleArn: arn('machines') })).toMatchObject({ status: 403, json: { Code: 'AuthenticationFail.NoPermission' } })
  })

  test('refuses other providers, missing parameters and a clock that is off', async () => {
    expect((await assumeWith({ OIDCProviderArn: `acs:ram::${ACCOUNT}:oidc-provider/other` })).json.Code).toBe('EntityNotExist.OIDCProvider')
    expect((await assumeWith({ OIDCProviderArn: 'nonsense' })).json.Code).toBe('InvalidParameter.OIDCProviderArn')
    expect((await assumeWith({ OIDCToken: '' })).json.Code).toBe('MissingOIDCToken')
    expect((await assumeWith({ Timestamp: '2020-01-01T00:00:00Z' })).json.Code).toBe('InvalidTimeStamp.Expired')
  })
})

describe('GenerateSessionAccessKey', () => {
  test('E54 issues a key without token for a call signed with an RSA key, in GET and POST', async () => {
    const pair = await emulator.createKeyPair()
    const call = { action: 'GenerateSessionAccessKey', version: STS, now: clock.now(), parameters: { DurationSeconds: '900' } }
    expect((await callRsa(emulator.url, pair, { ...call, method: 'GET' })).status).toBe(200)
    const {
      SessionAccessKeyId = '',
      SessionAccessKeySecret = '',
      Expiration,
    } = (await callRsa(emulator.url, pair, call)).json.SessionAccessKey as Record<string, string>
    expect(Expiration).toBe('2026-01-02T03:19:05Z')
    const session = { accessKeyId: SessionAccessKeyId, accessKeySecret: SessionAccessKeySecret }
    expect((await identify(session)).json.Arn).toBe(emulator.accounts[0].principal.arn)
    clock.advance(15 * MINUTE)
    expect((await identify(session)).json.Code).toBe('InvalidAccessKeyId.NotFound')
  })

  test('R81 refuses another key, another method, a used nonce and other durations', async () => {
    const [pair, other] = await Promise.all([emulator.createKeyPair(), emulator.createKeyPair()])
    const call = { action: 'GenerateSessionAccessKey', version: STS, now: clock.now() }
    const foreign = { publicKeyId: pair.publicKeyId, privateKey: other.privateKey }
    expect((await callRsa(emulator.url, foreign, call)).json.Code).toBe('SignatureDoesNotMatch')
    expect((await callRsa(emulator.url, { ...pair, publicKeyId: 'LTRSAunknown' }, call)).json.Code).toBe('InvalidAccessKeyId.NotFound')
    expect((await callV1(emulator.url, key, call)).json.Code).toBe('IncompleteSignature')
    expect((await callRsa(emulator.url, pair, { ...call, override: { SignatureType: undefined } })).json.Code).toBe('IncompleteSignature')
    expect((await callRsa(emulator.url, pair, { ...call, now: clock.now() - 16 * MINUTE })).json.Code).toBe('InvalidTimeStamp.Expired')
    expect((await callRsa(emulator.url, pair, { ...call, nonce: 'r1' })).status).toBe(200)
    expect((await callRsa(emulator.url, pair, { ...call, nonce: 'r1' })).json.Code).toBe('SignatureNonceUsed')
    const long = { ...call, parameters: { DurationSeconds: '3601' } }
    expect((await callRsa(emulator.url, pair, long)).json.Code).toBe('InvalidParameter.DurationSeconds')
  })
})

test('issueTemporaryKey issues keys of any role, and ended ones', async () => {
  const issued = emulator.issueTemporaryKey({ roleName: 'partner', sessionName: 's1', lifetimeSeconds: 60 })
  expect(issued.expiration).toEqual(new Date(clock.now() + MINUTE))
  expect((await identify(issued)).json.Arn).toBe(`acs:ram::${ACCOUNT}:assumed-role/partner/s1`)
  expect((await identify(emulator.issueTemporaryKey({ lifetimeSeconds: -1 }))).json.Code).toBe('InvalidSecurityToken.Expired')
  expect(() => emulator.issueTemporaryKey({ roleName: 'nobody' })).toThrow(/roleName/)
})
