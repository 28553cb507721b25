import { describe, expect, it, vi } from 'vitest'
import { cached } from './cached.ts'
import { afterTimeout } from './timing.ts'

describe('afterTimeout', () => {
  it.each([2 ** 31, 2 ** 40])('waits as long as a timer can for %d ms', (ms) => {
    vi.useFakeTimers()
    try {
      const run = vi.fn()
      const stop = afterTimeout(ms, run)
      vi.advanceTimersByTime(2 ** 31 - 2)
      expect(run).not.toHaveBeenCalled()
      vi.advanceTimersByTime(1)
      expect(run).toHaveBeenCalledOnce()
      stop()
    } finally {
      vi.useRealTimers()
    }
  })

  it('sets no timer for Infinity', () => {
    vi.useFakeTimers()
    try {
      const stop = afterTimeout(Number.POSITIVE_INFINITY, () => {})
      expect(vi.getTimerCount()).toBe(0)
      stop()
    } finally {
      vi.useRealTimers()
    }
  })

  it.each([2 ** 31, Number.POSITIVE_INFINITY])('lets a source take its time with a limit of %d ms', async (timeout) => {
    const source = () =>
      new Promise<{ accessKeyId: string; accessKeySecret: string }>((resolve) =>
        setTimeout(resolve, 50, { accessKeyId: 'AK', accessKeySecret: 'secret' }),
      )
    expect((await cached(source, { timeout })()).accessKeyId).toBe('AK')
  })
})
