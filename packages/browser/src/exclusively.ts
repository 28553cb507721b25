import type { After } from '@x/credentials-core'
import type { TabLocks } from './tab-tools.ts'

/** How long to wait for a lock. */
interface Wait {
  readonly signal: AbortSignal | undefined
  /** Milliseconds. */
  readonly patience: number
  readonly after: After
}

/**
 * Runs work while no other tab runs the same. When the lock is not to be had, as its tab hangs or the browser refuses, the work is done all
 * the same: keys asked for twice are better than none.
 */
export async function exclusively<T>(locks: TabLocks, name: string, { signal, patience, after }: Wait, work: () => Promise<T>): Promise<T> {
  const waiting = new AbortController()
  const giveUp = (): void => waiting.abort()
  const stopTimer = after(patience, giveUp)
  signal?.addEventListener('abort', giveUp)
  let begun: Promise<T> | undefined
  try {
    return await locks.request(name, { signal: waiting.signal }, () => {
      begun = work()
      return begun
    })
  } catch {
    // Taken away in the middle, the work goes on without the lock.
    if (begun) return await begun
    signal?.throwIfAborted()
    return await work()
  } finally {
    stopTimer()
    signal?.removeEventListener('abort', giveUp)
  }
}
