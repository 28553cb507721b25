import { acquireLock, type LockOptions } from '@x/credentials-core/node'

/**
 * Does work while holding a lock file.
 *
 * @throws Error with code `ELOCKED` when the wait is over, or with the system's code when no lock can be made.
 */
export async function withLock<T>(path: string, work: () => Promise<T>, { lease, wait = 15_000 }: LockOptions = {}): Promise<T> {
  const lock = await acquireLock(path, { lease, wait })
  try {
    return await work()
  } finally {
    await lock.release()
  }
}
