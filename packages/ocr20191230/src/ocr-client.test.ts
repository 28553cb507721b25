import type { RpcClient } from '@x/tea-rpc'
import { describe, expect, it } from 'vitest'
import { fakeCloud, formOf, KEYS } from '../test/fake-cloud.ts'
import { Client, createOcrClient, defineOperation, getAsyncJobResult, recognizeVINCode, toMap, uploadFile } from './index.ts'
import { ocrClientOver } from './ocr-client.ts'

describe('createOcrClient', () => {
  it.each([undefined, ''])('rpc 66: calls cn-shanghai when the region is %j', async (regionId) => {
    const cloud = fakeCloud({}, { regionId })
    await getAsyncJobResult(cloud.client, { jobId: 'j' })
    expect(cloud.requests[0]?.url.host).toBe('ocr.cn-shanghai.aliyuncs.com')
  })

  it.each([
    [{ regionId: 'cn-shenzhen' }, 'ocr.cn-shenzhen.aliyuncs.com'],
    [{ network: 'vpc' }, 'ocr-vpc.cn-shanghai.aliyuncs.com'],
    [{ endpoint: 'ocr.example.com' }, 'ocr.example.com'],
  ])('with %j calls %s', async (config, host) => {
    const cloud = fakeCloud({}, config)
    await getAsyncJobResult(cloud.client, { jobId: 'j' })
    expect(cloud.requests[0]?.url.host).toBe(host)
  })

  it('rpc 67: leaves the settings as they were', () => {
    const config = Object.freeze({ ...KEYS })
    createOcrClient(config)
    expect(config).toEqual(KEYS)
  })

  it.each([undefined, null])('refuses %s for settings by name', (config) => {
    expect(() => createOcrClient(config as never)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: 'config' }))
  })

  it('passes operation, request and settings on unchanged when there is no file', async () => {
    const seen: unknown[] = []
    const request = async (...given: unknown[]) => {
      seen.push(given)
      return { body: {} }
    }
    const runtime = { readTimeout: 1 }
    await getAsyncJobResult(ocrClientOver({ request } as unknown as RpcClient), { jobId: 'j' }, runtime)
    expect(seen).toEqual([[expect.objectContaining({ ...getAsyncJobResult.operation, body: { JobId: 'j' } }), runtime]])
  })
})

describe('an operation', () => {
  it('carries its facts', () => {
    expect(getAsyncJobResult.operation).toEqual({ action: 'GetAsyncJobResult', version: '2019-12-30', product: 'ocr', method: 'POST' })
  })

  it('is sent with POST also by a client that prefers GET', async () => {
    const cloud = fakeCloud({}, { method: 'GET' })
    await getAsyncJobResult(cloud.client, { jobId: 'j' })
    expect(cloud.requests[0]?.method).toBe('POST')
  })

  it('can be defined by a user, for what the description does not have', async () => {
    const cloud = fakeCloud()
    const recognizeNew = defineOperation<{ imageURL: string }, { requestId: string }>({ action: 'RecognizeNew', files: ['ImageURL'] })
    expect(await recognizeNew(cloud.client, { imageURL: 'https://example.com/' })).toEqual({ requestId: 'ocr-request' })
    expect(cloud.requests[0]?.headers['x-acs-action']).toBe('RecognizeNew')
  })
})

describe('Client', () => {
  it('does what the documents show: a request with settings, and the map of the answer', async () => {
    const answer = { RequestId: 'r', Data: { JobId: 'j', Status: 'QUEUING' } }
    const client = new Client({ ...KEYS, fetch: async () => new Response(JSON.stringify(answer)) })
    const response = await client.getAsyncJobResult({ jobId: 'j' }, {})
    expect(response).toEqual({ requestId: 'r', data: { jobId: 'j', status: 'QUEUING' } })
    expect(toMap(response)).toEqual(answer)
  })

  it('works as the client of functions and of uploads', async () => {
    const { client: fake, requests } = fakeCloud()
    const client = new Client({ ...KEYS })
    Object.assign(client.rpc, { request: fake.rpc.request, call: fake.rpc.call, transport: fake.rpc.transport })
    await recognizeVINCode(client, { imageURL: await uploadFile(client, new Uint8Array([0xff, 0xd8, 0xff])) })
    expect(requests.map(({ service }) => service)).toEqual(['permit', 'object', 'ocr'])
  })

  it('R8 rejects calls after it was closed', async () => {
    const client = new Client({ ...KEYS, fetch: async () => new Response('{}') })
    await client.close()
    await expect(client.getAsyncJobResult({ jobId: 'j' })).rejects.toMatchObject({ code: 'ERR_CLOSED' })
    await expect(client.recognizeVINCode({ imageURL: new Uint8Array([0xff, 0xd8, 0xff]) })).rejects.toMatchObject({ code: 'ERR_CLOSED' })
  })

  it('refuses settings that cannot work at once', () => {
    expect(() => new Client({ regionId: 7 as never })).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: 'regionId' }))
  })
})

it('the VIN code travels in the query, all else in the body', async () => {
  const cloud = fakeCloud()
  await recognizeVINCode(cloud.client, { imageURL: new Uint8Array([0xff, 0xd8, 0xff]) })
  const [call] = cloud.to('ocr')
  expect(call?.url.searchParams.get('ImageURL')).toBe('http://viapi-customer-pop.oss-cn-shanghai.aliyuncs.com/account/object-1')
  expect(formOf(call)).toEqual({})
})
