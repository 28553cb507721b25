import { describe, expect, it } from 'vitest'
import { all, numbers, picture, reader, refusal, shown, unlimited } from '../../test/batch-cloud.ts'
import { fakeCloud, formOf } from '../../test/fake-cloud.ts'
import { recognizeCharacter } from '../operations/recognize-character.ts'
import { recognizeQrCode } from '../operations/recognize-qr-code.ts'
import type { BatchProgress, BatchResult } from './batch-options.ts'
import { recognizeAll } from './recognize-all.ts'

describe('recognizeAll', () => {
  it('R90 gives one result for each input, in order, from requests and from files', async () => {
    const cloud = reader()
    const inputs = numbers(9).map((number) => (number % 2 ? picture(number) : { imageURL: picture(number), minHeight: 20 }))
    const results = await all(cloud, inputs, { concurrency: 3 })
    expect(shown(results)).toEqual(numbers(9).map((number) => `${number} service picture ${number}`))
    expect(results.map(({ input }) => input)).toEqual(inputs)
    const sent = cloud.to('ocr').map(formOf)
    expect(new Set(sent.map(({ MinHeight }) => MinHeight))).toEqual(new Set(['10', '20']))
    expect(sent.every(({ OutputProbability }) => OutputProbability === 'true')).toBe(true)
  })

  it('R90 reports a failure in its place, and goes on', async () => {
    const cloud = reader({ fail: (number) => (number === 2 ? refusal(400, 'InvalidFile.Content') : undefined) })
    const inputs = [picture(0), new Uint8Array(), picture(2), 'a/path.png', new Uint8Array([1, 2]), picture(5)]
    const results = await all(cloud, inputs)
    expect(shown(results)).toEqual([
      '0 service picture 0',
      '1 ERR_INPUT_LIMIT',
      '2 ERR_SERVICE',
      '3 ERR_INVALID_OPTION',
      '4 ERR_INPUT_LIMIT',
      '5 service picture 5',
    ])
    expect(cloud.to('object')).toHaveLength(3)
  })

  it('takes no more than it works on and holds back: the inputs wait for the reader', async () => {
    const cloud = reader()
    let taken = 0
    function* endless(): Generator<Uint8Array> {
      for (;;) yield picture(taken++)
    }
    const seen: number[] = []
    for await (const { index } of recognizeAll(cloud.client, recognizeCharacter, endless(), { ...unlimited, concurrency: 2 })) {
      seen.push(taken - index)
      await new Promise((resolve) => setTimeout(resolve, 1))
      if (index === 50) break
    }
    expect(Math.max(...seen)).toBeLessThanOrEqual(2 * 4 + 2)
    const before = cloud.requests.length
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(cloud.requests.length).toBe(before)
  })

  it('what the inputs throw comes after the results of those before', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield picture(1)
      yield picture(2)
      throw new Error('disk gone')
    }
    const results: string[] = []
    const run = (async () => {
      for await (const result of recognizeAll(reader().client, recognizeCharacter, broken(), unlimited)) results.push(...shown([result]))
    })()
    await expect(run).rejects.toThrow('disk gone')
    expect(results).toHaveLength(2)
  })

  it('R70 an abort begins nothing new, waits for what was sent, and throws its reason', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    const cloud = reader({ fail: (number) => void (number === 3 && controller.abort(reason)) })
    const results: BatchResult<Uint8Array, object>[] = []
    const run = (async () => {
      const batch = recognizeAll(cloud.client, recognizeCharacter, numbers(50).map(picture), {
        ...unlimited,
        concurrency: 2,
        signal: controller.signal,
      })
      for await (const result of batch) results.push(result)
    })()
    await expect(run).rejects.toBe(reason)
    // All that was paid for is there.
    expect(results.map(({ index }) => index).sort()).toEqual(cloud.paid.sort())
    expect(cloud.paid.length).toBeLessThan(8)
  })

  it('R70 an abort ends the wait for an input that does not come', async () => {
    const controller = new AbortController()
    async function* silent(): AsyncGenerator<Uint8Array> {
      yield picture(1)
      await new Promise(() => {})
    }
    const results: string[] = []
    const run = (async () => {
      for await (const result of recognizeAll(reader().client, recognizeCharacter, silent(), { ...unlimited, signal: controller.signal })) {
        results.push(...shown([result]))
        controller.abort(new Error('enough'))
      }
    })()
    await expect(run).rejects.toThrow('enough')
    expect(results).toEqual(['0 service picture 1'])
  })

  it('tells how far it is', async () => {
    const progress: BatchProgress[] = []
    const cloud = reader({ fail: (number) => (number === 2 ? refusal(400, 'InvalidFile.Content') : undefined) })
    await all(cloud, [picture(1), picture(2), picture(1)], { onProgress: (step) => progress.push(step) })
    expect(progress.map(({ done }) => done)).toEqual([1, 2, 3])
    expect(progress.at(-1)).toEqual({ done: 3, answered: 2, failed: 1, inDoubt: 0, repeated: 1, calls: 2 })
  })

  it('R64 goes on when its listener throws, or gives a promise that is rejected', async () => {
    for (const onProgress of [
      () => {
        throw new Error('mine')
      },
      async () => {
        throw new Error('mine')
      },
    ])
      expect(shown(await all(reader(), [picture(1), picture(2)], { onProgress }))).toHaveLength(2)
    // vitest fails the run for a rejection that nobody handles.
    await new Promise((resolve) => setTimeout(resolve))
  })

  it('puts a file into the first task of an operation for lists', async () => {
    const cloud = fakeCloud()
    for await (const result of recognizeAll(cloud.client, recognizeQrCode, [picture(1)], { rate: 100 })) expect(result.ok).toBe(true)
    expect(Object.keys(formOf(cloud.to('ocr')[0]))).toEqual(['Tasks.1.ImageURL'])
  })
})
