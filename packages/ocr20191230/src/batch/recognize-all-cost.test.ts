import { describe, expect, it, vi } from 'vitest'
import { all, numbers, picture, reader, refusal, shown } from '../../test/batch-cloud.ts'
import { fakeCloud } from '../../test/fake-cloud.ts'
import { recognizeQrCode } from '../operations/recognize-qr-code.ts'
import type { BatchResult } from './batch-options.ts'
import { planAll } from './plan-all.ts'
import { recognizeAll } from './recognize-all.ts'

describe('what a batch pays for', () => {
  it('calls again after failures that pass and cost nothing, with one upload', async () => {
    const turns = new Map<number, number>()
    const cloud = reader({
      fail: (number) => {
        const turn = (turns.get(number) ?? 0) + 1
        turns.set(number, turn)
        return turn < 3 ? refusal(turn === 1 ? 400 : 503, turn === 1 ? 'Throttling.User' : 'ServiceUnavailable') : undefined
      },
    })
    const results = await all(cloud, numbers(5).map(picture))
    expect(results.every(({ ok }) => ok)).toBe(true)
    expect(cloud.to('object')).toHaveLength(5)
    expect(cloud.to('ocr')).toHaveLength(15)
    expect(cloud.pauses.length).toBe(10)
  })

  it('gives up after maxAttempts, and is not in doubt', async () => {
    const cloud = reader({ fail: () => refusal(500, 'InternalError.Busy') })
    expect(shown(await all(cloud, [picture(1)], { retry: { maxAttempts: 2 } }))).toEqual(['0 ERR_SERVICE'])
    expect(cloud.to('ocr')).toHaveLength(2)
  })

  it('R90 a lost answer is reported as in doubt and not paid twice, unless that is wished', async () => {
    const lost = (): Response => {
      throw new TypeError('socket closed')
    }
    const fail = (_: number, turn: number): Response | undefined => (turn === 1 ? lost() : undefined)
    const cloud = reader({ fail })
    expect(shown(await all(cloud, [picture(1)]))).toEqual(['0 ERR_NETWORK in doubt'])
    expect(cloud.to('ocr')).toHaveLength(1)
    // The same content, later in the batch, is as doubtful.
    expect(shown(await all(reader({ fail }), [picture(1), picture(1)], { concurrency: 1 }))).toEqual([
      '0 ERR_NETWORK in doubt',
      '1 ERR_NETWORK in doubt',
    ])
    const other = reader({ fail })
    expect(shown(await all(other, [picture(1)], { inDoubt: 'again' }))).toEqual(['0 service picture 1'])
  })

  it('pays for the same content once, also when it comes side by side or in another form', async () => {
    const cloud = reader()
    const inputs = [picture(1), picture(1), picture(2), `data:image/png;base64,${btoa(String.fromCharCode(...picture(1)))}`, picture(2)]
    const results = await all(cloud, inputs)
    expect(shown(results)).toEqual([
      '0 service picture 1',
      '1 repeat picture 1',
      '2 service picture 2',
      '3 repeat picture 1',
      '4 repeat picture 2',
    ])
    expect(cloud.paid.sort()).toEqual([1, 2])
    const others = await all(cloud, [{ imageURL: picture(1), minHeight: 11 }])
    expect(shown(others)).toEqual(['0 service picture 1'])
  })

  it('remembers as many answers as it is told where there is no checkpoint, the newest', async () => {
    const inputs = [1, 2, 3, 3, 2, 1].map(picture)
    const sources = async (remember: number) =>
      (await all(reader(), inputs, { remember, concurrency: 1 })).map((result) => (result.ok ? result.source : result.error))
    expect(await sources(2)).toEqual(['service', 'service', 'service', 'repeat', 'repeat', 'service'])
    expect(await sources(0)).toEqual(Array(6).fill('service'))
    expect((await sources(Number.POSITIVE_INFINITY)).slice(3)).toEqual(['repeat', 'repeat', 'repeat'])
  })

  it('sends no more tasks in a call than the operation takes, addresses included', async () => {
    const cloud = fakeCloud()
    const input = (count: number, file: string | Uint8Array) => ({ tasks: Array.from({ length: count }, () => ({ imageURL: file })) })
    const inputs = [input(11, picture(1)), input(11, 'https://example.com/a'), input(10, 'https://example.com/a')]
    const results: BatchResult<unknown, object>[] = []
    for await (const result of recognizeAll(cloud.client, recognizeQrCode, inputs, { rate: 100 })) results.push(result)
    expect(results.map((result) => result.ok || (result.error as { code?: string }).code)).toEqual([
      'ERR_INPUT_LIMIT',
      'ERR_INPUT_LIMIT',
      true,
    ])
    expect(cloud.requests).toHaveLength(1)
    expect(await planAll(cloud.client, recognizeQrCode, inputs)).toMatchObject({ calls: 1, units: 10, refused: 2 })
  })
})

describe('the rate of a batch', () => {
  it('starts no more calls in a second than the rate allows, repeated ones included', async () => {
    let time = 0
    const steady = vi.spyOn(performance, 'now').mockImplementation(() => time)
    const starts: number[] = []
    const cloud = reader(
      {
        fail: (_, turn) => {
          starts.push(time)
          return turn === 2 ? refusal(429, 'Throttling') : undefined
        },
      },
      {
        sleep: async (ms) => {
          time += Math.round(ms)
        },
      },
    )
    await all(cloud, numbers(4).map(picture), { rate: 2, concurrency: 1 })
    steady.mockRestore()
    expect(starts).toHaveLength(5)
    for (let index = 2; index < starts.length; index++) expect((starts[index] ?? 0) - (starts[index - 2] ?? 0)).toBeGreaterThanOrEqual(1000)
  })

  it('batches on one client share the rate of an operation', async () => {
    let time = 0
    const steady = vi.spyOn(performance, 'now').mockImplementation(() => time)
    const starts: number[] = []
    // Time passes only when all wait.
    const sleeping: { readonly until: number; wake(): void }[] = []
    const sleep = (ms: number): Promise<void> => new Promise((wake) => sleeping.push({ until: time + ms, wake }))
    const cloud = reader({ fail: () => void starts.push(time) }, { sleep })
    const batches = Promise.all([0, 10, 20].map((first) => all(cloud, [first, first + 1].map(picture), { rate: 1 })))
    const pass = setInterval(() => {
      sleeping.sort((a, b) => a.until - b.until)
      const next = sleeping.shift()
      if (next) time = Math.max(time, next.until)
      next?.wake()
    }, 20)
    await batches
    clearInterval(pass)
    steady.mockRestore()
    expect(starts).toHaveLength(6)
    for (let index = 1; index < 6; index++) expect((starts[index] ?? 0) - (starts[index - 1] ?? 0)).toBeGreaterThanOrEqual(1000)
  })
})
