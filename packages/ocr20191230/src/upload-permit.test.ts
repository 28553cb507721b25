import { describe, expect, it } from 'vitest'
import { fakeCloud, PERMIT } from '../test/fake-cloud.ts'
import { requestPermit } from './upload-permit.ts'

const place = async (permit: object, config: object = {}): Promise<object> => {
  const cloud = fakeCloud({ permit: () => ({ ...PERMIT, ...permit }) }, config)
  const { url, host, address } = await requestPermit(cloud.client.rpc, {})
  return { url, host, address }
}

describe('requestPermit', () => {
  it('asks the platform with the keys of the client, for the product and region', async () => {
    const cloud = fakeCloud({}, { regionId: 'cn-shanghai' })
    const permit = await requestPermit(cloud.client.rpc, {})
    const [request] = cloud.requests
    expect(request?.method).toBe('GET')
    expect(request?.url.origin).toBe('https://openplatform.aliyuncs.com')
    expect(Object.fromEntries(request?.url.searchParams ?? [])).toEqual({ Product: 'ocr', RegionId: 'cn-shanghai' })
    expect(request?.headers).toMatchObject({ 'x-acs-action': 'AuthorizeFileUpload', 'x-acs-version': '2019-12-19' })
    expect(request?.headers.authorization).toContain('Credential=test-key-id-0001')
    expect(permit.fields).toEqual([
      ['OSSAccessKeyId', 'permit-key-id'],
      ['policy', 'cGVybWl0LXBvbGljeQ=='],
      ['Signature', 'permit-signature='],
      ['key', 'account/object-1'],
      ['success_action_status', '201'],
    ])
  })

  it('rpc 68: temporary credentials send their token with it', async () => {
    const cloud = fakeCloud({}, { securityToken: 'sts-token' })
    await requestPermit(cloud.client.rpc, {})
    expect(cloud.requests[0]?.headers['x-acs-security-token']).toBe('sts-token')
  })

  it('goes where openPlatformEndpoint says', async () => {
    const cloud = fakeCloud({}, { openPlatformEndpoint: 'http://127.0.0.1:4567' })
    await requestPermit(cloud.client.rpc, {})
    expect(cloud.requests[0]?.url.origin).toBe('http://127.0.0.1:4567')
  })

  it('rpc 70: posts by https, and gives the operation the plain address with the key as it is', async () => {
    expect(await place({ ObjectKey: '1/图 片+%.png' })).toEqual({
      url: 'https://viapi-customer-pop.oss-cn-shanghai.aliyuncs.com/',
      host: 'viapi-customer-pop.oss-cn-shanghai.aliyuncs.com',
      address: 'http://viapi-customer-pop.oss-cn-shanghai.aliyuncs.com/1/图 片+%.png',
    })
  })

  it.each([
    ['internal', false, 'viapi-customer-pop.oss-cn-shanghai-internal.aliyuncs.com'],
    ['internal', true, 'viapi-customer-pop.oss-cn-shanghai-internal.aliyuncs.com'],
    ['accelerate', true, 'viapi-customer-pop.oss-accelerate.aliyuncs.com'],
    ['accelerate', 'true', 'viapi-customer-pop.oss-accelerate.aliyuncs.com'],
    ['accelerate', false, 'viapi-customer-pop.oss-cn-shanghai.aliyuncs.com'],
    ['accelerate', 'false', 'viapi-customer-pop.oss-cn-shanghai.aliyuncs.com'],
    ['accelerate', undefined, 'viapi-customer-pop.oss-cn-shanghai.aliyuncs.com'],
    ['public', true, 'viapi-customer-pop.oss-cn-shanghai.aliyuncs.com'],
  ])(
    'endpointType %s with UseAccelerate %j posts to %s, and the address stays the public one',
    async (endpointType, UseAccelerate, host) => {
      expect(await place({ UseAccelerate }, { endpointType })).toEqual({
        url: `https://${host}/`,
        host,
        address: 'http://viapi-customer-pop.oss-cn-shanghai.aliyuncs.com/account/object-1',
      })
    },
  )

  it.each(['127.0.0.1:9000', 'localhost:9000', '[::1]:9000', '127.0.0.1'])(
    'an emulator at %s gets the bucket in the path',
    async (Endpoint) => {
      expect(await place({ Endpoint }, { endpointType: 'internal' })).toEqual({
        url: `http://${Endpoint}/viapi-customer-pop/`,
        host: Endpoint,
        address: `http://${Endpoint}/viapi-customer-pop/account/object-1`,
      })
    },
  )

  it.each([
    { Endpoint: 'oss.evil.example' },
    { Endpoint: 'aliyuncs.com.evil.example' },
    { Endpoint: 'evil.example/x.aliyuncs.com' },
    { Endpoint: 'evil.example#.aliyuncs.com' },
    { Endpoint: 'evil.example\\.aliyuncs.com' },
    { Endpoint: 'user@oss-cn-shanghai.aliyuncs.com' },
    { Endpoint: 'oss-cn-shanghai.aliyuncs.com:8443' },
    { Endpoint: 'https://oss-cn-shanghai.aliyuncs.com' },
    { Endpoint: 'notaliyuncs.com' },
    { Endpoint: 'aliyuncs.com' },
    { Endpoint: '10.0.0.1' },
    { Endpoint: '169.254.169.254' },
    { Endpoint: '127.0.0.1.evil.example' },
    { Endpoint: '127.0.0.1:80@evil.example' },
    { Endpoint: '127.999.1.1:80' },
    { Endpoint: '[::1]:99999' },
    { Bucket: 'evil.example/' },
    { Bucket: 'evil.example#' },
    { Bucket: 'a@b' },
    { Bucket: 'UPPER' },
  ])('R90 refuses a permit for another place: %j', async (wrong) => {
    await expect(place(wrong)).rejects.toMatchObject({ code: 'ERR_UPLOAD' })
  })

  it.each(['null', '7', '"text"', '[]'])('R49 an answer that is no permit at all is refused: %s', async (text) => {
    const cloud = fakeCloud({ permit: () => new Response(text) })
    await expect(requestPermit(cloud.client.rpc, {})).rejects.toMatchObject({ code: 'ERR_BAD_RESPONSE', field: 'bucket', retryable: true })
  })

  it.each(['AccessKeyId', 'Bucket', 'EncodedPolicy', 'Endpoint', 'ObjectKey', 'Signature'])(
    'R49 a permit without %s is refused by name',
    async (name) => {
      const member = name.charAt(0).toLowerCase() + name.slice(1)
      for (const value of [undefined, null, '', 7, {}]) {
        await expect(place({ [name]: value })).rejects.toMatchObject({ code: 'ERR_BAD_RESPONSE', field: member })
      }
    },
  )
})
