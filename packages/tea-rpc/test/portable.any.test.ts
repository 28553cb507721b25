import { describe, expect, it } from 'vitest'
import { createRpcClient } from '../src/index.ts'
import { flatten, hmacSha1Signer, hmacSha256Signer, percentEncode, sha256Hex, signAcs3, signRpc } from '../src/sign.ts'

// Runs on Node and in Chromium, through the entry each of them picks. The values are the documentation's, or golden vectors.
describe('signatures on every runtime', () => {
  it('R80: signs the worked example of version 1', async () => {
    const params = {
      AccessKeyId: 'testid',
      Action: 'DescribeRegions',
      Format: 'XML',
      SignatureMethod: 'HMAC-SHA1',
      SignatureNonce: '3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf',
      SignatureVersion: '1.0',
      Timestamp: '2016-02-23T12:46:24Z',
      Version: '2014-05-26',
    }
    const { signature } = await signRpc({ method: 'get', params, signer: hmacSha1Signer('testsecret') })
    expect(signature).toBe('OLeaidS1JvxuMvnyHOwuJ+uX5qY=')
  })

  it('R80: signs the worked example of ACS3', async () => {
    const hashedPayload = await sha256Hex('')
    const { signature } = await signAcs3({
      method: 'POST',
      pathname: '/',
      query: { ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd', RegionId: 'cn-shanghai' },
      headers: {
        host: 'ecs.cn-shanghai.aliyuncs.com',
        'x-acs-action': 'RunInstances',
        'x-acs-content-sha256': hashedPayload,
        'x-acs-date': '2023-10-26T10:22:32Z',
        'x-acs-signature-nonce': '3156853299f313e23d1673dc12e1703d',
        'x-acs-version': '2014-05-26',
      },
      hashedPayload,
      accessKeyId: 'YourAccessKeyId',
      signer: hmacSha256Signer('YourAccessKeySecret'),
    })
    expect(hashedPayload).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(signature).toBe('06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0')
  })

  it('R80: encodes and flattens alike everywhere', () => {
    expect(percentEncode("a b*!'()~\u{1f600}")).toBe('a%20b%2A%21%27%28%29~%F0%9F%98%80')
    expect(() => percentEncode('\ud83d')).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION' }))
    expect({ ...flatten({ A: { B: [true, { C: 1n }] }, D: null }) }).toEqual({ 'A.B.1': 'true', 'A.B.2.C': '1' })
  })

  it.each(['acs3', 'v1'] as const)('sends a call signed with %s, and recovers from a refusal', async (signatureVersion) => {
    const answers = [new Response('{"Code":"ServiceUnavailable"}', { status: 503 }), new Response('{"RequestId":"r"}')]
    const client = createRpcClient({
      accessKeyId: 'LTAIexampleexample01',
      accessKeySecret: 'secretsecretsecretsecret01',
      endpoint: 'thing.example.com',
      signatureVersion,
      fetch: async () => answers.shift() as Response,
      sleep: async () => {},
    })
    expect((await client.request({ action: 'DescribeThing', version: '2024-01-01', body: { A: 1 } })).body).toEqual({ RequestId: 'r' })
    expect(answers).toEqual([])
  })
})
