import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Emulator } from '../src/emulator.ts'
import { startEmulator } from '../src/start-emulator.ts'
import { rawRequest, sendRaw } from './raw-http.ts'
import { type Call, callAcs3, callUnsigned, callV1, type Key, OCR, STS } from './signed-call.ts'
import { createTestClock, MINUTE, type TestClock } from './test-clock.ts'

const IDENTITY: Call = { action: 'GetCallerIdentity', version: STS }
const styles = [
  ['v1', callV1],
  ['ACS3', callAcs3],
] as const

let clock: TestClock
let emulator: Emulator
let url: string
let key: Key

beforeEach(async () => {
  clock = createTestClock()
  emulator = await startEmulator({ clock, accounts: [{}, { status: 'Inactive' }, { deny: ['ocr:RecognizeCharacter', 'sts:*'] }] })
  url = emulator.url
  key = emulator.accounts[0]
})

afterEach(() => emulator.close())

const at = (call: Partial<Call> = {}): Call => ({ ...IDENTITY, now: clock.now(), ...call })

describe.each(styles)('a call signed in the style %s', (style, call) => {
  test('is accepted and answered with the id of the request', async () => {
    const answer = await call(url, key, at())
    expect(answer).toMatchObject({ status: 200, json: { Arn: emulator.accounts[0].principal.arn } })
    expect(answer.headers.get('x-acs-request-id')).toBe(answer.json.RequestId)
  })

  test('is refused when it was altered after signing', async () => {
    const tamper = style === 'v1' ? { Extra: 'x' } : { 'x-acs-signature-nonce': 'another' }
    const answer = await call(url, key, at({ tamper }))
    expect(answer).toMatchObject({ status: 400, json: { Code: 'SignatureDoesNotMatch' } })
    expect(answer.json.Message).toContain(`server string to sign is:${style === 'v1' ? 'POST&%2F&' : 'ACS3-HMAC-SHA256\n'}`)
  })

  test('is refused when signed with another secret', async () => {
    expect((await call(url, { ...key, accessKeySecret: 'x'.repeat(30) }, at())).json.Code).toBe('SignatureDoesNotMatch')
  })

  test('R76 is refused when its nonce was used, until 30 minutes later', async () => {
    expect((await call(url, key, at({ nonce: 'n1' }))).status).toBe(200)
    expect(await call(url, key, at({ nonce: 'n1' }))).toMatchObject({ status: 400, json: { Code: 'SignatureNonceUsed' } })
    clock.advance(29 * MINUTE)
    expect((await call(url, key, at({ nonce: 'n1' }))).json.Code).toBe('SignatureNonceUsed')
    clock.advance(2 * MINUTE)
    expect((await call(url, key, at({ nonce: 'n1' }))).status).toBe(200)
  })

  test('does not use up its nonce when it is refused', async () => {
    await call(url, { ...key, accessKeySecret: 'x'.repeat(30) }, at({ nonce: 'n2' }))
    expect((await call(url, key, at({ nonce: 'n2' }))).status).toBe(200)
  })

  test.each([-16, 16])('R77 is refused when the caller clock is %d minutes off, and the Date header tells the time', async (minutes) => {
    const answer = await call(url, key, at({ now: clock.now() + minutes * MINUTE }))
    expect(answer).toMatchObject({ status: 400, json: { Code: 'InvalidTimeStamp.Expired' } })
    expect(Date.parse(answer.headers.get('date') ?? '')).toBe(clock.now())
    expect((await call(url, key, at({ now: Date.parse(answer.headers.get('date') ?? '') }))).status).toBe(200)
  })

  test.each([-15, 15])('is accepted when the caller clock is %d minutes off', async (minutes) => {
    expect((await call(url, key, at({ now: clock.now() + minutes * MINUTE }))).status).toBe(200)
  })

  test.each(['2026-01-02 03:04:05', '2026-13-02T03:04:05Z', '2026-01-02T03:04:05.000Z'])(
    'is refused with the time stamp %s',
    async (time) => {
      const override = { [style === 'v1' ? 'Timestamp' : 'x-acs-date']: time }
      expect(await call(url, key, at({ override }))).toMatchObject({ status: 400, json: { Code: 'InvalidTimeStamp.Format' } })
    },
  )

  test('is refused with an unknown key', async () => {
    expect(await call(url, { ...key, accessKeyId: 'LTAI5tNobodyKnowsThis' }, at())).toMatchObject({
      status: 404,
      json: { Code: 'InvalidAccessKeyId.NotFound' },
    })
  })

  test('is refused with a disabled key', async () => {
    expect((await call(url, emulator.accounts[1] ?? key, at())).json.Code).toBe('InvalidAccessKeyId.Inactive')
  })

  test('works with a temporary key and its token, until that ends', async () => {
    const temporary = emulator.issueTemporaryKey({ lifetimeSeconds: 900 })
    expect((await call(url, temporary, at())).json.IdentityType).toBe('AssumedRoleUser')
    clock.advance(15 * MINUTE)
    expect(await call(url, temporary, at())).toMatchObject({ status: 400, json: { Code: 'InvalidSecurityToken.Expired' } })
  })

  test.each([
    ['no token', undefined, 'MissingSecurityToken'],
    ['a malformed token', 'not a token', 'InvalidSecurityToken.Malformed'],
    ['a foreign token', 'CAISabcdefgh', 'InvalidSecurityToken.MismatchWithAccessKey'],
  ])('is refused with a temporary key and %s', async (_, securityToken, code) => {
    const temporary = emulator.issueTemporaryKey()
    expect((await call(url, { ...temporary, securityToken }, at())).json.Code).toBe(code)
  })

  test('is refused when a permanent key comes with a token', async () => {
    const { securityToken } = emulator.issueTemporaryKey()
    expect((await call(url, { ...key, securityToken }, at())).json.Code).toBe('InvalidSecurityToken.MismatchWithAccessKey')
  })

  test.each([
    ['an unknown version', { version: '2020-01-01' }, 400, 'InvalidVersion'],
    ['an unknown action', { action: 'RecognizeTheFuture', version: OCR }, 404, 'InvalidAction.NotFound'],
    ['an action of another product', { version: OCR }, 404, 'InvalidAction.NotFound'],
    ['an action named like an inherited member', { action: 'constructor' }, 404, 'InvalidAction.NotFound'],
  ])('is refused with %s', async (_, wrong, status, code) => {
    expect(await call(url, key, at(wrong))).toMatchObject({ status, json: { Code: code } })
  })

  test('R11 words a refusal as the service does', async () => {
    const { json, status } = await call(url, emulator.accounts[2] ?? key, at({ action: 'RecognizeCharacter', version: OCR }))
    expect(status).toBe(403)
    expect(json).toEqual({
      RequestId: expect.stringMatching(/^[0-9A-F-]{36}$/),
      HostId: emulator.endpoint,
      Code: 'Forbidden.RAM',
      Message: expect.any(String),
      Recommend: expect.stringContaining('Forbidden.RAM'),
      AccessDeniedDetail: expect.objectContaining({ AuthAction: 'ocr:RecognizeCharacter', NoPermissionType: 'ExplicitDeny' }),
    })
  })

  test('is refused with NoPermission where STS may not be called', async () => {
    expect((await call(url, emulator.accounts[2] ?? key, at())).json.Code).toBe('NoPermission')
  })

  test('is refused when a parameter of the operation is missing or empty', async () => {
    const parameters = { RoleArn: '', RoleSessionName: 'demo' }
    expect((await call(url, key, at({ action: 'AssumeRole', parameters }))).json.Code).toBe('MissingRoleArn')
    expect((await call(url, key, at({ action: 'RecognizeQrCode', version: OCR }))).json.Code).toBe('MissingTasks')
  })
})

describe('a v1 call', () => {
  test.each(['AccessKeyId', 'Signature', 'SignatureMethod', 'SignatureVersion', 'SignatureNonce', 'Timestamp', 'Action', 'Version'])(
    'is refused without %s',
    async (name) => {
      const answer = await callV1(url, key, at({ tamper: { [name]: undefined } }))
      expect(answer).toMatchObject({ status: 400, json: { Code: 'MissingParameter' } })
      expect(answer.json.Message).toContain(`"${name}"`)
    },
  )

  test.each([{ SignatureMethod: 'HMAC-SHA256' }, { SignatureVersion: '2.0' }, { SignatureType: 'PRIVATEKEY' }])(
    'is refused with %o',
    async (override) => {
      expect((await callV1(url, key, at({ override }))).json.Code).toBe('IncompleteSignature')
    },
  )

  test('may put parameters into the query, the form, or both', async () => {
    expect((await callV1(url, key, at({ method: 'GET' }))).status).toBe(200)
  })

  test('is not told its action by a header that nobody signed', async () => {
    const answer = await fetch(`${url}/?Action=Nothing&Version=${STS}`, { headers: { 'x-acs-action': 'GetCallerIdentity' } })
    expect((await answer.json()).Code).toBe('InvalidAction.NotFound')
  })

  test.each(['PUT', 'DELETE'])('is refused by %s', async (method) => {
    const answer = await fetch(`${url}/?Action=GetCallerIdentity&Version=${STS}`, { method })
    expect((await answer.json()).Code).toBe('UnsupportedHTTPMethod')
  })
})

describe('an ACS3 call', () => {
  test('is refused when its body is not the one that was hashed', async () => {
    const answer = await callAcs3(url, key, at({ parameters: { A: '1' } }), 'A=2')
    expect(answer.json.Code).toBe('SignatureDoesNotMatch')
    expect(answer.json.Message).toContain('not the digest of the body')
  })

  test('is refused when the digest fits the body but was not signed', async () => {
    const digest = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    const answer = await callAcs3(url, key, at({ parameters: { A: '1' }, tamper: { 'x-acs-content-sha256': digest } }), '')
    expect(answer.json.Code).toBe('SignatureDoesNotMatch')
  })

  test.each(['x-acs-date', 'x-acs-signature-nonce', 'x-acs-content-sha256', 'x-acs-version'])('is refused without %s', async (name) => {
    const answer = await callAcs3(url, key, at({ tamper: { [name]: undefined } }))
    expect(answer).toMatchObject({ status: 400, json: { Code: 'MissingParameter' } })
  })

  test.each([
    ['another algorithm', 'ACS3-HMAC-SM3 Credential=a,SignedHeaders=host,Signature=00'],
    ['a blank after the commas', `ACS3-HMAC-SHA256 Credential=a, SignedHeaders=host, Signature=${'0'.repeat(64)}`],
    ['a scheme of somebody else', 'Bearer abc'],
    ['unsigned x-acs headers', `ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host,Signature=${'0'.repeat(64)}`],
    ['unordered header names', `ACS3-HMAC-SHA256 Credential=a,SignedHeaders=x-acs-date;host,Signature=${'0'.repeat(64)}`],
  ])('is refused with %s', async (_, authorization) => {
    expect(await callAcs3(url, key, at({ tamper: { authorization } }))).toMatchObject({
      status: 400,
      json: { Code: 'IncompleteSignature' },
    })
  })

  test('is refused when a header was added that is not signed', async () => {
    expect((await callAcs3(url, key, at({ tamper: { 'x-acs-extra': '1' } }))).json.Code).toBe('IncompleteSignature')
  })
})

describe('a bearer token', () => {
  const bearer = (): Call =>
    at({ override: { BearerToken: emulator.accounts[0].bearerToken, SignatureType: 'BEARERTOKEN', SignatureNonce: 'b1' } })

  test('is accepted as a parameter, once for each nonce', async () => {
    expect((await callUnsigned(url, bearer())).json.Arn).toBe(emulator.accounts[0].principal.arn)
    expect((await callUnsigned(url, bearer())).json.Code).toBe('SignatureNonceUsed')
  })

  test('is accepted as a header', async () => {
    const headers = {
      'x-acs-action': 'GetCallerIdentity',
      'x-acs-version': STS,
      'x-acs-date': new Date(clock.now()).toISOString().replace('.000', ''),
      'x-acs-signature-nonce': 'b2',
      'x-acs-bearer-token': emulator.accounts[0].bearerToken,
    }
    expect((await fetch(`${url}/?SignatureType=BEARERTOKEN`, { method: 'POST', headers })).status).toBe(200)
    const asHeader = { ...headers, 'x-acs-signature-nonce': 'b3', 'x-acs-signature-type': 'BEARERTOKEN' }
    expect((await fetch(`${url}/`, { headers: asHeader })).status).toBe(200)
  })

  test.each([
    ['unknown', { BearerToken: 'nobody' }, 403, 'InvalidBearerToken'],
    ['absent', { BearerToken: undefined }, 400, 'MissingParameter'],
  ])('is refused when %s', async (_, tamper, status, code) => {
    expect(await callUnsigned(url, { ...bearer(), tamper })).toMatchObject({ status, json: { Code: code } })
  })

  test('is refused when the caller clock is off', async () => {
    expect((await callUnsigned(url, { ...bearer(), now: clock.now() - 20 * MINUTE })).json.Code).toBe('InvalidTimeStamp.Expired')
  })
})

describe('an unsigned call', () => {
  test('is refused where the operation wants a signature', async () => {
    expect(await callUnsigned(url, at())).toMatchObject({ status: 400, json: { Code: 'MissingParameter' } })
  })

  test('is refused without an action', async () => {
    const answer = await fetch(`${url}/`)
    expect(await answer.json()).toMatchObject({ Code: 'MissingParameter' })
  })
})

test('R39 parameters with names of inherited members are plain data', async () => {
  const parameters = { ['__proto__']: 'x', constructor: 'y' }
  expect((await callV1(url, key, at({ parameters: Object.fromEntries(Object.entries(parameters)) }))).status).toBe(200)
})

test('R50 a body over the limit is read to its end and refused', async () => {
  await using small = await startEmulator({ uploads: { maxBytes: 1000 } })
  const answer = await fetch(`${small.url}/`, { method: 'POST', body: 'x'.repeat(3_000_000) })
  expect(answer.status).toBe(413)
  expect((await answer.json()).Code).toBe('RequestEntityTooLarge')
})

test('a HEAD request is answered without a body', async () => {
  const port = Number(new URL(url).port)
  const answer = await sendRaw(port, rawRequest('HEAD', '/?Action=Nothing&Version=2015-04-01', { host: 'x' }))
  expect(answer).toMatchObject({ status: 404, body: '' })
})
