// The official packages and this one: the same signatures, and the same calls accepted alike. Both are the real packages of the registry.
import { createRequire } from 'node:module'
import { type Emulator, startEmulator } from '@x/emulator'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRpcClient, type RpcRequest } from '../src/index.ts'
import { hmacSha1Signer, hmacSha256Signer, signAcs3, signRpc } from '../src/sign.ts'

// As their users load them: their declarations do not compile here.
const require = createRequire(import.meta.url)
const { default: OpenApiUtil } = require('@alicloud/openapi-util')
const { default: OpenApiClient, Config: OpenApiConfig, OpenApiRequest, Params } = require('@alicloud/openapi-client')

const SECRET = 'secret & = é'
/** Any text, whole characters of all planes included. */
const text = fc.string({ unit: 'binary', maxLength: 12 })
const parameters = fc.dictionary(
  text.filter((name) => name !== '__proto__'),
  text,
  { maxKeys: 8, noNullPrototype: true },
)
/** The official package leaves names of a query unencoded in ACS3, against the documentation, so only names that need none compare. */
const plainParameters = fc.dictionary(fc.stringMatching(/^[\w.~-]{1,10}$/), text, { maxKeys: 8, noNullPrototype: true })
const method = fc.constantFrom('GET', 'POST')

describe('signatures of random Unicode parameters', () => {
  it('R80 are those of the official package in version 1: 10,000 sets', async () => {
    const signer = hmacSha1Signer(SECRET)
    const property = fc.asyncProperty(parameters, method, async (params, verb) => {
      const { signature } = await signRpc({ method: verb, params, signer })
      return signature === OpenApiUtil.getRPCSignature(params, verb, SECRET)
    })
    await fc.assert(property, { numRuns: 10_000 })
  })

  it('R80 are those of the official package in ACS3: 10,000 sets', async () => {
    const signer = hmacSha256Signer(SECRET)
    const property = fc.asyncProperty(plainParameters, fc.string({ maxLength: 12 }), method, async (query, value, verb) => {
      const headers = { host: 'thing.example.com', 'x-acs-action': 'DescribeThing', 'x-acs-some': value, 'content-type': 'text/plain' }
      const input = { method: verb, pathname: '/', query, headers, hashedPayload: 'ab12' }
      const { authorization } = await signAcs3({ ...input, accessKeyId: 'id', signer })
      return authorization === OpenApiUtil.getAuthorization(input, 'ACS3-HMAC-SHA256', 'ab12', 'id', SECRET)
    })
    await fc.assert(property, { numRuns: 10_000 })
  })
})

describe('calls to the emulator', () => {
  let emulator: Emulator
  beforeAll(async () => {
    emulator = await startEmulator()
  })
  afterAll(() => emulator.close())

  const role = (): string => emulator.roles[0]?.arn ?? ''
  /** The same call as the official client writes it and as ours does: where the parameters travel, by the operation. */
  const calls: readonly [name: string, request: () => RpcRequest & { readonly style?: 'RPC' }][] = [
    ['without parameters', () => ({ action: 'GetCallerIdentity', version: '2015-04-01' })],
    [
      'with a form',
      () => ({ action: 'AssumeRole', version: '2015-04-01', body: { RoleArn: role(), RoleSessionName: 'same', DurationSeconds: 900 } }),
    ],
    [
      'with a query',
      () => ({
        action: 'AssumeRole',
        version: '2015-04-01',
        query: { RoleArn: role(), RoleSessionName: 'same', Policy: '{"Version":"1"}' },
      }),
    ],
    [
      'by GET',
      () => ({ action: 'AssumeRole', version: '2015-04-01', method: 'GET', query: { RoleArn: role(), RoleSessionName: 'a.b-c@d' } }),
    ],
    [
      'that is refused',
      () => ({ action: 'AssumeRole', version: '2015-04-01', body: { RoleArn: 'nonsense é * ~', RoleSessionName: 'same' } }),
    ],
    ['of no operation', () => ({ action: 'NoSuchAction', version: '2015-04-01', body: { Tasks: [{ A: 'ä b+*~' }, { B: [1, true] }] } })],
  ]
  const identities = ['access_key', 'sts'] as const

  for (const signature of ['acs3', 'v1'] as const) {
    for (const identity of identities) {
      it.each(calls)(`${signature}, ${identity}: a call %s is answered alike`, async (_, build) => {
        const keys = identity === 'sts' ? emulator.issueTemporaryKey() : emulator.accounts[0]
        if (!keys) throw new Error('The emulator has no account.')
        const { accessKeyId, accessKeySecret } = keys
        const securityToken = 'securityToken' in keys ? keys.securityToken : undefined
        const { host } = new URL(emulator.url)
        const request = build()
        const theirs = new OpenApiClient(
          new OpenApiConfig({
            accessKeyId,
            accessKeySecret,
            securityToken,
            endpoint: host,
            protocol: 'HTTP',
            ...(signature === 'v1' && { signatureAlgorithm: 'v2' }),
          }),
        )
        const { action, version, method = 'POST', query, body } = request
        const params = new Params({
          action,
          version,
          method,
          protocol: 'HTTP',
          pathname: '/',
          authType: 'AK',
          style: 'RPC',
          reqBodyType: 'formData',
          bodyType: 'json',
        })
        const official = await theirs
          .callApi(params, new OpenApiRequest({ query: query && OpenApiUtil.query(query), body: body && OpenApiUtil.query(body) }), {})
          .then(
            ({ statusCode, body: answer }: { statusCode: number; body: object }) => ({
              status: statusCode,
              names: Object.keys(answer).sort(),
            }),
            (error: { statusCode: number; code: string }) => ({ status: error.statusCode, code: error.code }),
          )
        const client = createRpcClient({ accessKeyId, accessKeySecret, securityToken, endpoint: emulator.url, signatureVersion: signature })
        const own = await client.request(request, { autoretry: false }).then(
          ({ statusCode, body: answer }) => ({ status: statusCode, names: Object.keys(answer as object).sort() }),
          (error: { statusCode: number; serviceCode: string }) => ({ status: error.statusCode, code: error.serviceCode }),
        )
        expect(own).toEqual(official)
        expect(official.code ?? '').not.toMatch(/Signature|Nonce|TimeStamp/)
        await client.close()
      })
    }
  }
})
