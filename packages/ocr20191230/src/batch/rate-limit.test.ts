import { describe, expect, it } from 'vitest'
import { rateLimit, startsOf } from './rate-limit.ts'

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

  it('counts the calls of all that share the starts, and forgets those that were given up', async () => {
    const client = {}
    expect(startsOf(client, 'RecognizeTable')).not.toBe(startsOf(client, 'RecognizeStamp'))
    expect(startsOf(client, 'RecognizeTable')).not.toBe(startsOf({}, 'RecognizeTable'))
    const waits: number[] = []
    const clock = { monotonic: () => 0, sleep: async (ms: number) => void waits.push(ms) }
    const share = (rate: number, changes = {}) => rateLimit(rate, undefined, { ...clock, ...changes }, startsOf(client, 'RecognizeTable'))
    const [one, two] = [share(1), share(1)]
    for (const limit of [one, two, one, two]) await limit()
    expect(waits).toEqual([1000, 2000, 3000])
    const given = share(1, { sleep: () => Promise.reject(new Error('enough')) })
    await expect(given()).rejects.toThrow('enough')
    await one()
    expect(waits.at(-1)).toBe(4000)
    // A quicker one waits behind, and a slow one keeps its distance, however long ago the last call was.
    await share(10)()
    expect(waits.at(-1)).toBe(4000)
    await share(0.1)()
    expect(waits.at(-1)).toBe(14_000)
    await share(0.1, { monotonic: () => 20_000 })()
    expect(waits.at(-1)).toBe(4000)
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
