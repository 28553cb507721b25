import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type Config, createRpcClient, type RpcRequest } from '../src/index.ts'
import { recordingFetch } from './recorded-request.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

/** Vector V3 of the specification of credentials, as a POST. */
const PAIRS =
  'AccessKeyId%3DPUBKEYID%26Action%3DGenerateSessionAccessKey%26DurationSeconds%3D3600%26Format%3DJSON%26SignatureMethod%3DSHA256withRSA' +
  '%26SignatureNonce%3D00000000000000000000000000000001%26SignatureType%3DPRIVATEKEY%26SignatureVersion%3D1.0' +
  '%26Timestamp%3D2024-01-02T03%253A04%253A05Z%26Version%3D2015-04-01'
const REQUEST: RpcRequest = {
  action: 'GenerateSessionAccessKey',
  version: '2015-04-01',
  body: { DurationSeconds: '3600', Format: 'JSON' },
}

const setUp = (changes: Partial<Config> = {}) => {
  const signed: string[] = []
  const { fetch, requests } = recordingFetch()
  const client = createRpcClient({
    accessKeyId: 'PUBKEYID',
    signer: {
      algorithm: 'SHA256withRSA',
      type: 'PRIVATEKEY',
      sign: (text) => {
        signed.push(text)
        return sign('sha256', Buffer.from(text), privateKey).toString('base64')
      },
    },
    endpoint: 'sts.example.com',
    fetch,
    now: () => Date.parse('2024-01-02T03:04:05Z'),
    nonce: () => '00000000000000000000000000000001',
    ...changes,
  })
  return { client, requests, signed }
}

describe('the option signer', () => {
  it('R81 signs the string of vector V3 with the key of the caller, and names its method and type', async () => {
    const { client, requests, signed } = setUp()
    await client.request(REQUEST)
    const text = `POST&%2F&${PAIRS}`
    expect(signed).toEqual([text])
    const { Signature = '', ...params } = requests[0]?.form ?? {}
    expect(verify('sha256', Buffer.from(text), publicKey, Buffer.from(Signature, 'base64'))).toBe(true)
    expect(params).toMatchObject({ AccessKeyId: 'PUBKEYID', SignatureMethod: 'SHA256withRSA', SignatureType: 'PRIVATEKEY' })
    expect(requests[0]?.headers['x-acs-credentials-provider']).toBeUndefined()
  })

  it('R81 signs the very string of vector V3 for a GET', async () => {
    const { client, requests, signed } = setUp()
    await client.request({ ...REQUEST, method: 'GET' })
    expect(
      createHash('sha256')
        .update(signed[0] ?? '')
        .digest('hex'),
    ).toBe('1ecd15c481791da2b9e700b53aad0451c23030fadba7734614cfd5a12bc6dcd2')
    expect(requests[0]?.query.SignatureType).toBe('PRIVATEKEY')
  })

  it('sends no type when the signer has none', async () => {
    const { client, requests } = setUp({ signer: { algorithm: 'HMAC-SHA1', sign: async () => 'x' } })
    await client.request(REQUEST)
    expect(requests[0]?.form).toMatchObject({ SignatureMethod: 'HMAC-SHA1', Signature: 'x' })
    expect(requests[0]?.form.SignatureType).toBeUndefined()
  })

  it('leaves the text of a refusal whole, as there is no secret to strike out', async () => {
    const { fetch } = recordingFetch({ status: 403, body: '{"Code":"NoPermission","Message":"You may not."}' })
    await expect(setUp({ fetch }).client.request(REQUEST)).rejects.toMatchObject({ serviceMessage: 'You may not.' })
  })

  it.each<[string, Partial<Config>]>([
    ['signer', { accessKeyId: undefined }],
    ['signer', { accessKeySecret: 'x'.repeat(24) }],
    ['signer', { credential: async () => ({ accessKeyId: 'a', accessKeySecret: 'b' }) }],
    ['signer', { signer: {} as never }],
    ['signer', { signer: 'key' as never }],
    ['signatureVersion', { signatureVersion: 'acs3' }],
    ['signatureVersion', { signatureAlgorithm: 'ACS3-HMAC-SHA256' }],
  ])('refuses %s at once for %j', (field, changes) => {
    expect(() => setUp(changes)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field }))
  })

  it.each<Partial<RpcRequest>>([{ style: 'ROA' }, { bodyType: 'json', body: {} }])(
    'refuses what version 1 cannot sign: %j',
    async (changes) => {
      const { client, requests } = setUp()
      await expect(client.request({ ...REQUEST, ...changes })).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'signer' })
      expect(requests).toEqual([])
    },
  )
})
