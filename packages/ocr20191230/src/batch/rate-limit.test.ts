import { describe, expect, it } from 'vitest'
import { rateLimit } from './rate-limit.ts'

describe('rateLimit', () => {
  it.each([
    [1, [0, 1000, 2000]],
    [2, [0, 0, 1000, 1000, 2000]],
    [2.5, [0, 400, 800]],
  ])('starts at most %s calls in any second', async (rate, wanted) => {
    const waits: number[] = []
    const limit = rateLimit(rate, undefined, { monotonic: () => 0, sleep: async (ms) => void waits.push(ms) })
    for (let call = 0; call < wanted.length; call++) await limit()
    expect(waits).toEqual(wanted.filter((wait) => wait > 0))
  })

  it('lets calls start at once again after a pause, and remembers no more than a second', async () => {
    let now = 0
    const waits: number[] = []
    const limit = rateLimit(2, undefined, { monotonic: () => now, sleep: async (ms) => void waits.push(ms) })
    await limit()
    now = 600
    await limit()
    await limit()
    expect(waits).toEqual([400])
    now = 5000
    await limit()
    await limit()
    expect(waits).toEqual([400])
  })

  it('waits for nothing without a limit, and passes an abort on', async () => {
    const reason = new Error('enough')
    const sleep = () => Promise.reject(reason)
    await rateLimit(Number.POSITIVE_INFINITY, undefined, { sleep })()
    const limit = rateLimit(1, undefined, { sleep, monotonic: () => 0 })
    await limit()
    await expect(limit()).rejects.toBe(reason)
  })
})
