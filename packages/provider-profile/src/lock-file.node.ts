import { lstat, open, readFile, readlink, unlink, utimes } from 'node:fs/promises'
import { hostname } from 'node:os'

/** Settings of `withLock`, in milliseconds. */
export interface LockOptions {
  /** A lock of another machine that shows no sign of life for so long is left over. Default 10000. */
  readonly lease?: number | undefined
  /** How long to wait for the lock. Default 15000. */
  readonly deadline?: number | undefined
}

/** Who holds a lock: what the lock file says. */
interface Holder {
  readonly id: string
  readonly pid: number
  /** The machine and, in containers, the space in which the process id counts. */
  readonly place: string
  /** When the process began, so that another process with the same id is not taken for it. */
  readonly born: string
}

interface Sighting {
  readonly holder: Partial<Holder>
  readonly file: number
  /** Changes with every sign of life. */
  readonly mark: string
}

/**
 * Does work while holding a lock file. The holder gives signs of life; a lock is taken over only when its process is gone or, where that
 * cannot be known, when it shows no sign of life for the lease. That is measured on the waiter's own clock, so no clock that is set matters.
 *
 * @throws Error with code `ELOCKED` when the deadline has passed, or with the system's code when no lock can be made.
 */
export async function withLock<T>(lock: string, work: () => Promise<T>, options: LockOptions = {}): Promise<T> {
  const { lease = 10_000, deadline = 15_000 } = options
  const self: Holder = { id: crypto.randomUUID(), pid: process.pid, place: await place(), born: (await processFacts(process.pid)).born }
  await acquire(lock, self, lease, deadline)
  const beat = setInterval(() => {
    const now = new Date()
    utimes(lock, now, now).catch(() => {})
  }, lease / 4)
  beat.unref()
  try {
    return await work()
  } finally {
    clearInterval(beat)
    if ((await look(lock))?.holder.id === self.id) await unlink(lock).catch(() => {})
  }
}

async function acquire(lock: string, self: Holder, lease: number, deadline: number): Promise<void> {
  const begun = performance.now()
  let watched = ''
  let since = begun
  while (!(await create(lock, self))) {
    const seen = await look(lock)
    const time = performance.now()
    if (time - begun >= deadline) throw Object.assign(new Error('locked'), { code: 'ELOCKED' })
    if (seen && seen.mark !== watched) {
      watched = seen.mark
      since = time
    }
    if (seen && (await isLeft(seen, time - since, lease))) await clear(lock, seen, self, time - since >= 1.25 * lease)
    await new Promise((resolve) => setTimeout(resolve, 10 + Math.random() * 40))
  }
}

/** `false` when the file is there already. A link in its place is not followed. */
async function create(path: string, self: Holder): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600)
    try {
      await file.writeFile(JSON.stringify(self))
    } catch (error) {
      await unlink(path).catch(() => {})
      throw error
    } finally {
      await file.close()
    }
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // Windows says EPERM of a file that is just being removed.
    if (code === 'EEXIST' || (code === 'EPERM' && process.platform === 'win32')) return false
    throw error
  }
}

async function look(lock: string): Promise<Sighting | undefined> {
  try {
    const { ino, mtimeMs, size } = await lstat(lock)
    const content = size < 1000 ? await readFile(lock, 'utf8').catch(() => '') : ''
    return { holder: parse(content), file: ino, mark: `${ino} ${mtimeMs} ${content}` }
  } catch {
    return undefined
  }
}

function parse(content: string): Partial<Holder> {
  try {
    return JSON.parse(content) ?? {}
  } catch {
    return {}
  }
}

async function isLeft({ holder }: Sighting, silence: number, lease: number): Promise<boolean> {
  if (typeof holder.pid !== 'number' || holder.place !== (await place())) return silence >= lease
  const { gone, born } = await processFacts(holder.pid)
  // Where the start is hidden, as from other users, only the id counts.
  return gone || (born !== '' && Boolean(holder.born) && born !== holder.born)
}

/**
 * Removes a lock that was left. Of all who see that, one wins the right to: whoever makes a file named after this very lock. Without that, a
 * slow one could remove the lock that a quick one has just taken.
 */
async function clear(lock: string, seen: Sighting, self: Holder, overdue: boolean): Promise<void> {
  const id = /^[0-9a-f-]{36}$/.test(seen.holder.id ?? '') ? seen.holder.id : seen.file
  const right = `${lock}.${id}`
  if (!(await create(right, self))) {
    // Whoever won it died on the way.
    if (overdue) await unlink(right).catch(() => {})
    return
  }
  try {
    if ((await look(lock))?.mark === seen.mark) await unlink(lock)
  } catch {
  } finally {
    await unlink(right).catch(() => {})
  }
}

/** Process ids count within one machine and, on Linux, one space of processes. */
async function place(): Promise<string> {
  return `${hostname()} ${await readlink('/proc/self/ns/pid').catch(() => '')}`.trim()
}

async function processFacts(pid: number): Promise<{ gone: boolean; born: string }> {
  try {
    // The name, in brackets, can hold anything; the state and 19 places on the start follow it.
    const facts = (await readFile(`/proc/${pid}/stat`, 'latin1')).replace(/^.*\) /s, '').split(' ')
    return { gone: facts[0] === 'Z' || facts[0] === 'X', born: facts[19] ?? '' }
  } catch {
    return { gone: !isRunning(pid), born: '' }
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
