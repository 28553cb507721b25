import { describe, expect, it, vi } from 'vitest'
import { createRpcClient } from '../src/index.ts'
import { type Answer, recordingFetch } from './recorded-request.ts'

const NOW = Date.parse('2024-01-02T03:04:05Z')
const REQUEST = { action: 'DescribeThing', version: '2024-01-01' }

const clientOf = (fetch: ReturnType<typeof recordingFetch>['fetch'], bigints: 'text' | 'bigint' = 'text') =>
  createRpcClient({
    accessKeyId: 'LTAIexampleexample01',
    accessKeySecret: 'secretsecretsecretsecret01',
    endpoint: 'thing.example.com',
    now: () => NOW,
    sleep: async () => {},
    fetch,
    bigints,
  })

const bodyOf = async (answer: Answer, bigints: 'text' | 'bigint' = 'text'): Promise<unknown> =>
  (await clientOf(recordingFetch(answer).fetch, bigints).request(REQUEST)).body

describe('answers of a service', () => {
  it('61 hold long integers beside long texts', async () => {
    const text = 'x'.repeat(10_000_000)
    const body = (await bodyOf({ body: `{"id":12345678901234567890,"d":"${text}"}` })) as { id: string; d: string }
    expect([body.id, body.d.length]).toEqual(['12345678901234567890', 10_000_000])
  })

  it.each([
    ['12345678901234567890', '12345678901234567890'],
    ['[9007199254740993.0]', ['9007199254740993']],
    ['{"a": 9007199254740993e0}', { a: '9007199254740993' }],
    ['[1,\n\t-9.007199254740993E+15]', [1, '-9007199254740993']],
    ['{"a":1e23}', { a: `1${'0'.repeat(23)}` }],
    ['{"a" \n:12345678901234567890,"b"\r\n:\t12345678901234567891}', { a: '12345678901234567890', b: '12345678901234567891' }],
    ['{"a::":[{"b":12345678901234567890}]}', { 'a::': [{ b: '12345678901234567890' }] }],
    ['{"a":0.12345678901234567,"b":1.5E3}', { a: Number('0.12345678901234567'), b: 1500 }],
  ])('61 never round an integer: %s', async (body, value) => {
    expect(await bodyOf({ body })).toEqual(value)
  })

  it('61 with account ids in resource names are read once, by the platform', async () => {
    const body = { arn: 'acs:ram::1234567890123456:user/reader', owner: 'ecs:1234567890123456', id: '1234567890123456' }
    const parse = vi.spyOn(JSON, 'parse')
    try {
      expect(await bodyOf({ body: JSON.stringify(body) })).toEqual(body)
      expect(parse).toHaveBeenCalledTimes(1)
    } finally {
      parse.mockRestore()
    }
  })

  it('61 hold integers at any depth', async () => {
    let value = await bodyOf({ body: `${'['.repeat(5000)}12345678901234567890${']'.repeat(5000)}` }, 'bigint')
    while (Array.isArray(value)) [value] = value
    expect(value).toBe(12345678901234567890n)
  })

  it('are refused when they are no JSON, whatever numbers they hold', async () => {
    for (const body of ['{"a":12345678901234567890', '{12345678901234567890:1}', '[012345678901234567890]'])
      await expect(bodyOf({ body })).rejects.toMatchObject({ code: 'ERR_BAD_RESPONSE', retryable: true })
  })
})
