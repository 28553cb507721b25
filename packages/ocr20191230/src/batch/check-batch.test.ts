import { describe, expect, it } from 'vitest'
import { all, picture, reader, request, shown } from '../../test/batch-cloud.ts'
import { formOf } from '../../test/fake-cloud.ts'
import { recognizeCharacter } from '../operations/recognize-character.ts'
import { planAll } from './plan-all.ts'
import { recognizeAll } from './recognize-all.ts'

const WRONG_OPTIONS: readonly (readonly [string, object])[] = [
  ...[0, -1, 1.5, Number.NaN, '4', null].map((concurrency) => ['concurrency', { concurrency }] as const),
  ...[0, -1, Number.NaN, 'x', '2', null].map((rate) => ['rate', { rate }] as const),
  ['retry.maxAttempts', { retry: { maxAttempts: 1.5 } }],
  ['retry', { retry: 5 }],
  ...['maybe', null].map((inDoubt) => ['inDoubt', { inDoubt }] as const),
  ...[null, 5, {}, '', new URL('http://example.com/y')].map((checkpoint) => ['checkpoint', { checkpoint }] as const),
  ...[null, 5, {}].map((signal) => ['signal', { signal }] as const),
  ...[-1, Number.NaN, 'x'].map((remember) => ['remember', { remember }] as const),
  ...[-1, Number.NaN, 'x'].map((pricePerUnit) => ['pricePerUnit', { pricePerUnit }] as const),
  ['onProgress', { onProgress: 5 }],
  ['checkPoint', { checkPoint: 'paid-twice.jsonl' }],
  ['maxAttempt', { retry: { maxAttempt: 1 } }],
  ...[null, 5].map((runtime) => ['runtime', { runtime }] as const),
  ...[null, 5].map((wrong) => ['request', { request: wrong }] as const),
]

describe('the arguments of a batch', () => {
  it.each(WRONG_OPTIONS)('R11 refuses %s that cannot work, as planAll does', async (field, options) => {
    const cloud = reader()
    await expect(all(cloud, [picture(1)], options as never)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field })
    const plan = planAll(cloud.client, recognizeCharacter, [picture(1)], { request, ...(options as object) })
    await expect(plan).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field })
    expect(cloud.requests).toEqual([])
  })

  it.each([undefined, null, 5, 'a.jpg', {}, picture(1), new Blob(['x'])])('R11 refuses inputs that are no list: %s', async (inputs) => {
    const error = { code: 'ERR_INVALID_OPTION', field: 'inputs' }
    await expect(all(reader(), inputs as never)).rejects.toMatchObject(error)
    await expect(planAll(reader().client, recognizeCharacter, inputs as never)).rejects.toMatchObject(error)
  })

  it('R11 refuses what is no client and no operation', async () => {
    const { client } = reader()
    const run = (...args: readonly unknown[]) => recognizeAll(...(args as Parameters<typeof recognizeAll>)).next()
    for (const none of [undefined, null, {}]) {
      await expect(run(none, recognizeCharacter, [])).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'client' })
      await expect(run(client, none, [])).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'operation' })
    }
    await expect(run(client, recognizeCharacter, [], null)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'options' })
  })

  it('R11 a request that is part of itself is a failed result, and a large number is sent as its digits', async () => {
    const circle: Record<string, unknown> = { imageURL: picture(1) }
    circle.self = circle
    const cloud = reader()
    const results = await all(cloud, [circle, { imageURL: picture(2), minHeight: 30n as never }])
    expect(shown(results)).toEqual(['0 ERR_INVALID_OPTION', '1 service picture 2'])
    expect(cloud.to('ocr').map((call) => formOf(call).MinHeight)).toEqual(['30'])
  })
})
