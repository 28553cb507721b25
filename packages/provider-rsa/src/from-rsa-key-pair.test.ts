import { verify } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFakeClock, createScriptedFetch, type ScriptedAnswer } from '@x/credentials-core/testing'
import { describe, expect, it } from 'vitest'
import { PKCS1, PKCS8, PUBLIC_KEY, SIGNATURE_V3 } from '../test/__fixtures__/throw-away-key.ts'
import { type FromRsaKeyPairOptions, fromRsaKeyPair } from './from-rsa-key-pair.ts'
import { fromRsaKeyPair as fromRsaKeyPairOfNode } from './node.ts'

const MINUTE = 60_000
const SESSION = { SessionAccessKeyId: 'TMPSK.example', SessionAccessKeySecret: 'sessionSecret4hJw8s', Expiration: '2030-01-01T01:00:00Z' }
const success = (changes: object = {}): ScriptedAnswer => ({ body: { RequestId: 'r', SessionAccessKey: { ...SESSION, ...changes } } })

const setUp = (answers: ScriptedAnswer[], options: Partial<FromRsaKeyPairOptions> = {}) => {
  const clock = createFakeClock()
  const fetch = createScriptedFetch(answers)
  const files = new Map<string, string | Uint8Array>()
  const paths: string[] = []
  const readFile = async (path: string) => {
    paths.push(path)
    const content = files.get(path)
    if (content === undefined) throw Object.assign(new Error('x'), { code: 'ENOENT' })
    return content
  }
  const key = options.privateKeyFile === undefined ? { privateKey: PKCS8 } : {}
  const refresh = { ...clock, random: () => 0.5 }
  const provider = fromRsaKeyPair({ publicKeyId: 'PUBKEYID', ...key, fetch, env: {}, readFile, refresh, ...options })
  const forms = () => fetch.requests.map(({ body }) => Object.fromEntries(new URLSearchParams(String(body))))
  return { clock, fetch, files, paths, forms, provider }
}
const failure = (work: Promise<unknown>): Promise<Error & Record<string, unknown>> =>
  work.then(
    () => Promise.reject(new Error('succeeded')),
    (error) => error,
  )
/** The string to sign, by the text of the specification alone, and whether the signature of a form is one of it. */
const isSigned = ({ Signature = '', ...params }: Record<string, string>): boolean => {
  const encode = (text: string) => encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  const pairs = Object.keys(params)
    .sort()
    .map((name) => `${encode(name)}=${encode(params[name] ?? '')}`)
  return verify('sha256', Buffer.from(`POST&%2F&${encode(pairs.join('&'))}`), PUBLIC_KEY, Buffer.from(Signature, 'base64'))
}

describe('fromRsaKeyPair', () => {
  it('E54 sends the request of vector V3 as a POST, with its signature, and gives keys without a token', async () => {
    const { provider, fetch, forms } = setUp([success()], {
      now: () => Date.parse('2024-01-02T03:04:05Z'),
      nonce: () => '00000000000000000000000000000001',
      refresh: {},
    })
    const credentials = await provider()
    expect(credentials).toMatchObject({
      type: 'rsa_key_pair',
      accessKeyId: SESSION.SessionAccessKeyId,
      accessKeySecret: SESSION.SessionAccessKeySecret,
      securityToken: undefined,
      expiration: new Date(SESSION.Expiration),
      providerName: 'rsa_key_pair',
    })
    expect(provider.providerName).toBe('rsa_key_pair')
    expect(fetch.requests).toMatchObject([{ url: 'https://sts.ap-northeast-1.aliyuncs.com/', method: 'POST', redirect: 'manual' }])
    expect(forms()).toEqual([
      {
        AccessKeyId: 'PUBKEYID',
        Action: 'GenerateSessionAccessKey',
        DurationSeconds: '3600',
        Format: 'JSON',
        Signature: SIGNATURE_V3,
        SignatureMethod: 'SHA256withRSA',
        SignatureNonce: '00000000000000000000000000000001',
        SignatureType: 'PRIVATEKEY',
        SignatureVersion: '1.0',
        Timestamp: '2024-01-02T03:04:05Z',
        Version: '2015-04-01',
      },
    ])
    expect(forms().every(isSigned)).toBe(true)
    expect(fetch.requests[0]?.headers).not.toHaveProperty('x-acs-credentials-provider')
  })

  it.each([
    ['E55 PKCS#1', PKCS1],
    ['E56 CRLF', PKCS8.replaceAll('\n', '\r\n')],
    ['E56 bare base64', PKCS8.replace(/-----.*-----|\n/g, '')],
  ])('%s signs the same', async (_, pem) => {
    for (const options of [{ privateKey: pem }, { privateKeyFile: '/key.pem' }]) {
      const { provider, files, forms } = setUp([success()], options)
      files.set('/key.pem', pem)
      await provider()
      expect(forms().map(isSigned)).toEqual([true])
    }
  })

  it.each<[string, Partial<FromRsaKeyPairOptions>, string]>([
    ['E59 nothing', {}, 'sts.ap-northeast-1.aliyuncs.com'],
    ['VPC without a region', { enableVpc: true }, 'sts.ap-northeast-1.aliyuncs.com'],
    ['a region', { stsRegionId: 'cn-beijing', enableVpc: true }, 'sts-vpc.cn-beijing.aliyuncs.com'],
    ['R84 the variable', { env: { ALIBABA_CLOUD_STS_ENDPOINT: 'sts.cn-hangzhou.aliyuncs.com' } }, 'sts.cn-hangzhou.aliyuncs.com'],
    ['an endpoint', { stsEndpoint: 'https://sts.example.com/' }, 'sts.example.com'],
  ])('asks the host for %s', async (_, options, host) => {
    const { provider, fetch } = setUp([success()], options)
    await provider()
    expect(fetch.requests.map(({ url }) => url)).toEqual([`https://${host}/`])
  })

  it.each<[string, object]>([
    ['publicKeyId', { publicKeyId: '' }],
    ['publicKeyId', { publicKeyId: undefined }],
    ['publicKeyId', { publicKeyId: '<public_key_id>' }],
    ['publicKeyId', { publicKeyId: 'a b' }],
    ['privateKeyFile', { privateKey: undefined }],
    ['privateKeyFile', { privateKey: undefined, privateKeyFile: '' }],
    ['privateKey', { privateKeyFile: '/key.pem' }],
    ['privateKey', { privateKey: '' }],
    ['privateKey', { privateKey: 'x' }],
    ['roleSessionExpiration', { roleSessionExpiration: 899 }],
    ['private_key_file', { private_key_file: '/key.pem' }],
    ['stsEndpoint', { stsEndpoint: 'http://sts.aliyuncs.com' }],
    ['stsRegionId', { stsRegionId: '../x' }],
  ])('refuses %s at once: %j', (field, options) => {
    const make = () => fromRsaKeyPair({ publicKeyId: 'PUBKEYID', privateKey: PKCS8, env: {}, ...options })
    expect(make).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field }))
  })

  it('refuses to be called without options', () => {
    for (const make of [fromRsaKeyPair, fromRsaKeyPairOfNode] as (() => unknown)[]) {
      expect(make).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: 'publicKeyId' }))
    }
  })

  it('E58 refuses a session of 3601 seconds at once', () => {
    expect(() => fromRsaKeyPair({ publicKeyId: 'PUBKEYID', privateKey: PKCS8, roleSessionExpiration: 3601 })).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: 'roleSessionExpiration' }),
    )
  })

  it('E12 asks for the seconds given, or for an hour', async () => {
    for (const [given, sent] of [
      [0, '3600'],
      [900, '900'],
    ] as const) {
      const { provider, forms } = setUp([success()], { roleSessionExpiration: given })
      await provider()
      expect(forms()[0]?.DurationSeconds).toBe(sent)
    }
  })

  it.each<[string, string | Uint8Array | undefined, string, RegExp]>([
    ['missing', undefined, 'ERR_FILE_ACCESS', /does not exist/],
    ['empty', '', 'ERR_INVALID_OPTION', /is empty/],
    ['encrypted', '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----', 'ERR_INVALID_OPTION', /is encrypted/],
    ['EC', '-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----', 'ERR_INVALID_OPTION', /elliptic curve/],
    ['too large', 'x'.repeat(65_537), 'ERR_FILE_ACCESS', /more than 65536 bytes/],
    ['no text', new Uint8Array([0x30, 0x82, 0xff, 0xfe]), 'ERR_FILE_ACCESS', /is not text/],
  ])('E57 R54 names a file that is %s, and sends nothing', async (_, content, code, problem) => {
    const { provider, files, fetch } = setUp([], { privateKeyFile: '/keys/key.pem' })
    if (content !== undefined) files.set('/keys/key.pem', content)
    const error = await failure(provider())
    expect(error).toMatchObject({ name: 'CredentialsError', code, provider: 'rsa_key_pair', field: 'privateKeyFile', skippable: false })
    expect(error.message).toMatch(problem)
    expect(error.message).toContain('/keys/key.pem')
    expect(error.hint).not.toBe('')
    expect(fetch.requests).toEqual([])
  })

  it('R54 takes ~ for the home folder', async () => {
    const { provider, files, paths } = setUp([success()], { privateKeyFile: '~/key.pem', env: { HOME: '/home/ann' } })
    files.set('/home/ann/key.pem', PKCS8)
    await provider()
    expect(paths).toEqual(['/home/ann/key.pem'])
  })

  it('R10 shows the home folder as ~', async () => {
    const { provider, files } = setUp([success()], { privateKeyFile: '/home/ann/key.pem', env: { HOME: '/home/ann' } })
    expect(await failure(provider())).toMatchObject({ message: expect.stringContaining('file ~/key.pem does not exist') })
    files.set('/home/ann/key.pem', 'no key')
    expect((await failure(setUp([success()], { privateKeyFile: '~/key.pem', home: '/home/ann' }).provider())).message).not.toContain('ann')
  })

  it('R54 reads a real file, from both entries, and no folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rsa-'))
    try {
      await writeFile(join(folder, 'key.pem'), PKCS1)
      for (const make of [fromRsaKeyPair, fromRsaKeyPairOfNode]) {
        const fetch = createScriptedFetch([success()])
        const options = { publicKeyId: 'PUBKEYID', fetch, env: {}, refresh: createFakeClock() }
        expect((await make({ ...options, privateKeyFile: join(folder, 'key.pem') })()).accessKeyId).toBe(SESSION.SessionAccessKeyId)
        expect(await failure(make({ ...options, privateKeyFile: folder })())).toMatchObject({ code: 'ERR_FILE_ACCESS' })
      }
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('uses a file that was mended', async () => {
    const { provider, files, clock } = setUp([success()], { privateKeyFile: '/key.pem' })
    files.set('/key.pem', 'x')
    await failure(provider())
    files.set('/key.pem', PKCS8)
    await clock.advance(3000)
    expect((await provider()).accessKeyId).toBe(SESSION.SessionAccessKeyId)
  })

  it.each<[string, ScriptedAnswer, string]>([
    [
      'E60 Credentials instead',
      { body: { Credentials: { AccessKeyId: 'a', AccessKeySecret: 'b', Expiration: SESSION.Expiration } } },
      'SessionAccessKey',
    ],
    ['R49 nothing', { body: '' }, 'SessionAccessKey'],
    ['R49 no id', success({ SessionAccessKeyId: undefined }), 'SessionAccessKey.SessionAccessKeyId'],
    ['R49 a secret of another type', success({ SessionAccessKeySecret: {} }), 'SessionAccessKey.SessionAccessKeySecret'],
    ['R26 no end', success({ Expiration: undefined }), 'SessionAccessKey.Expiration'],
    ['R26 an end that is none', success({ Expiration: 'soon' }), 'SessionAccessKey.Expiration'],
  ])('names what an answer lacks: %s', async (_, answer, field) => {
    expect(await failure(setUp([answer]).provider())).toMatchObject({ code: 'ERR_BAD_RESPONSE', field, retryable: true })
  })

  it.each(['NoPermission', 'InvalidAccessKeyId.NotFound'])('R34 takes %s for a decision', async (Code) => {
    const { provider, fetch } = setUp([{ status: 403, body: { Code, Message: 'You may not.', RequestId: 'ABC-123' } }])
    const error = await failure(provider())
    expect(error).toMatchObject({
      code: 'ERR_CREDENTIALS_DENIED',
      serviceCode: Code,
      requestId: 'ABC-123',
      retryable: false,
      skippable: false,
    })
    expect(error.message).toContain('You may not')
    expect(fetch.requests).toHaveLength(1)
  })

  it('E22 says that the private key is wrong when STS signed the same text', async () => {
    const fetch = createScriptedFetch(({ body }) => {
      const pairs = String(body).replace(/&Signature=[^&]*/, '')
      const Message = `Specified signature is not matched. server string to sign is:POST&%2F&${encodeURIComponent(pairs)}`
      return { status: 400, body: { Code: 'SignatureDoesNotMatch', Message } }
    })
    const error = await failure(setUp([], { fetch }).provider())
    expect(error).toMatchObject({ serviceCode: 'SignatureDoesNotMatch', retryable: false })
    expect(error.message).toMatch(/private key is not the one of this key id/)
  })

  it('E24 R76 tries again with a new nonce, signed anew', async () => {
    const { provider, forms } = setUp([{ status: 503 }, success()])
    await provider()
    expect(forms().map(isSigned)).toEqual([true, true])
    expect(forms()[0]?.SignatureNonce).not.toBe(forms()[1]?.SignatureNonce)
  })

  it('R77 learns the clock of STS from its refusal', async () => {
    const headers = { date: 'Tue, 01 Jan 2030 00:20:00 GMT' }
    const late = { status: 400, body: { Code: 'InvalidTimeStamp.Expired', Message: 'Late.' }, headers }
    const { provider, forms } = setUp([late, success()])
    await provider()
    expect(forms().map(({ Timestamp }) => Timestamp)).toEqual(['2030-01-01T00:00:00Z', '2030-01-01T00:20:00Z'])
  })

  it('E61 R16 shares one request, and refreshes in the background', async () => {
    const { provider, fetch, clock } = setUp([success(), success({ SessionAccessKeyId: 'second', Expiration: '2030-01-01T02:00:00Z' })])
    const all = await Promise.all(Array.from({ length: 20 }, () => provider()))
    expect(new Set(all).size).toBe(1)
    expect(fetch.requests).toHaveLength(1)
    await clock.advance(46 * MINUTE)
    expect((await provider()).accessKeyId).toBe(SESSION.SessionAccessKeyId)
    await expect.poll(async () => (await provider()).accessKeyId, { timeout: 30_000 }).toBe('second')
  })

  it('R44 R50 follows no redirect and reads at most 256 KiB', async () => {
    expect(await failure(setUp([{ status: 307 }]).provider())).toMatchObject({ code: 'ERR_BAD_RESPONSE' })
    expect(await failure(setUp([{ body: ' '.repeat(256 * 1024 + 1) }]).provider())).toMatchObject({ code: 'ERR_TOO_LARGE' })
  })
})
