import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Emulator } from '../src/emulator.ts'
import { startEmulator } from '../src/start-emulator.ts'
import { callAcs3, callUnsigned, callV1, OCR, STS } from './signed-call.ts'

const SECRET = 'canary+secret/4f8e2d7a91'
const BEARER = 'canary-bearer-77b1c0de55'
const KEY = { accessKeyId: 'LTAI5tCanaryKeyId0001', accessKeySecret: SECRET }

let emulator: Emulator

beforeEach(async () => {
  emulator = await startEmulator({ accounts: [{ ...KEY, bearerToken: BEARER }], maxRecords: 5, ocr: { answer: async () => ({}) } })
})

afterEach(() => emulator.close())

const identity = { action: 'GetCallerIdentity', version: STS }

describe('a record', () => {
  test('tells what was called, how it was signed and what came of it', async () => {
    const { json } = await callV1(emulator.url, KEY, identity)
    expect(emulator.requests).toMatchObject([
      {
        service: 'sts',
        action: 'GetCallerIdentity',
        method: 'POST',
        path: '/',
        status: 200,
        code: undefined,
        signatureMethod: 'HMAC-SHA1',
        accessKeyId: 'LTAI***0001',
        requestId: json.RequestId,
        when: expect.any(Date),
        query: {},
        form: { Action: 'GetCallerIdentity', AccessKeyId: 'LTAI***0001', Signature: '***' },
      },
    ])
  })

  test('tells the code of a refusal', async () => {
    await callAcs3(emulator.url, { ...KEY, accessKeySecret: 'x' }, identity)
    expect(emulator.requests).toMatchObject([{ status: 400, code: 'SignatureDoesNotMatch', signatureMethod: 'ACS3-HMAC-SHA256' }])
    expect(emulator.requests[0]?.headers.authorization).toMatch(
      /^ACS3-HMAC-SHA256 Credential=LTAI\*\*\*0001,SignedHeaders=.*host.*,Signature=\*\*\*$/,
    )
  })

  test('is made of calls that name no operation too', async () => {
    await fetch(`${emulator.url}/`)
    expect(emulator.requests).toMatchObject([{ service: 'gateway', action: '', code: 'MissingParameter' }])
  })

  test('holds no text of more than 4096 characters', async () => {
    await callUnsigned(emulator.url, { ...identity, parameters: { Long: 'x'.repeat(100_000) } })
    expect(emulator.requests[0]?.form.Long).toHaveLength(4097)
  })

  test('the newest are kept, and can be cleared', async () => {
    for (let index = 0; index < 7; index += 1) await fetch(`${emulator.url}/bucket/${index}`)
    expect(emulator.requests.map((record) => record.path)).toEqual(['/bucket/2', '/bucket/3', '/bucket/4', '/bucket/5', '/bucket/6'])
    emulator.clearRequests()
    expect(emulator.requests).toEqual([])
  })
})

describe('R1 R2 R3 the canary', () => {
  const searched = (text: string): void => {
    for (const secret of [SECRET, BEARER]) {
      expect(text).not.toContain(secret)
      expect(text).not.toContain(encodeURIComponent(secret))
      expect(text).not.toContain(Buffer.from(secret).toString('base64').slice(0, 20))
    }
  }

  test('a secret is in no answer and no record, wherever a client puts it', async () => {
    const answers: string[] = []
    const keep = async (answer: Promise<{ text: string } | Response>): Promise<void> => {
      const { text } = await answer
      answers.push(typeof text === 'string' ? text : await ((await answer) as Response).text())
    }
    await keep(callV1(emulator.url, KEY, identity))
    await keep(callV1(emulator.url, { ...KEY, accessKeySecret: 'wrong' }, identity))
    await keep(callAcs3(emulator.url, KEY, identity))
    await keep(callAcs3(emulator.url, { ...KEY, accessKeySecret: 'wrong' }, identity))
    await keep(callV1(emulator.url, KEY, { action: 'RecognizeBankCard', version: OCR, parameters: { ImageURL: 'x' } }))
    searched(JSON.stringify(answers) + JSON.stringify(emulator.requests) + inspect(emulator.requests, { depth: 9, showHidden: true }))

    // What a confused client may send: its secret as parameter, header, action, path or authorization.
    await callUnsigned(emulator.url, { ...identity, parameters: { AccessKeySecret: SECRET, Note: `my ${SECRET}`, [SECRET]: 'x' } })
    await callUnsigned(emulator.url, { ...identity, parameters: { BearerToken: BEARER, SignatureType: 'BEARERTOKEN' } })
    await callUnsigned(emulator.url, { ...identity, action: SECRET })
    const basic = Buffer.from(`${KEY.accessKeyId}:${SECRET}`).toString('base64')
    await fetch(`${emulator.url}/bucket/${encodeURIComponent(SECRET)}?x=${SECRET}`, {
      headers: { authorization: `Basic ${basic}`, 'x-note': SECRET, cookie: `s=${SECRET}` },
    })
    searched(JSON.stringify(emulator.requests) + inspect(emulator.requests, { depth: 9, showHidden: true }))
  })

  test('temporary secrets and tokens are in no record either', async () => {
    const key = emulator.issueTemporaryKey()
    await callV1(emulator.url, key, identity)
    await callAcs3(emulator.url, key, identity)
    const token = emulator.issueOidcToken()
    await callUnsigned(emulator.url, { action: 'AssumeRoleWithOIDC', version: STS, parameters: { OIDCToken: token } })
    const text = JSON.stringify(emulator.requests)
    for (const secret of [key.accessKeySecret, key.securityToken, token]) expect(text).not.toContain(secret)
  })
})
