import { lstat, open, readFile, readlink, unlink, utimes } from 'node:fs/promises'
import { hostname } from 'node:os'

/** Settings of `acquireLock`, in milliseconds. */
export interface LockOptions {
  /** A lock of another machine that shows no sign of life for so long is left over. Default 10000. */
  readonly lease?: number | undefined
  /** How long to wait for a holder to end. Default 0: one that runs, or gives a sign of life, is not waited for. */
  readonly wait?: number | undefined
}

/** A lock that is held. */
export interface FileLock {
  /** Rejects with code `ELOCKED` when this process was silent for so long that another one may have taken the lock. */
  confirm(): Promise<void>
  /** Removes the lock, if it is still this one. */
  release(): Promise<void>
}

/** Who holds a lock: what the lock file says. */
interface Holder {
  readonly id: string
  readonly pid: number
  /** The machine and, in containers, the space in which the process id counts. */
  readonly place: string
  /** When the process began, as far as the system tells: ids of processes are given again. */
  readonly born: string
}

interface Sighting {
  readonly holder: Partial<Holder>
  readonly file: number
  /** Changes with every sign of life. */
  readonly mark: string
}

/** Milliseconds between two looks, at most. */
const PAUSE = 50

/**
 * Makes a lock file, which is held until it is released. The holder gives signs of life; a lock is taken over only when its process is gone
 * or, where that cannot be known, when it shows no sign of life for the lease. That is measured on the waiter's own clock, so no clock that is
 * set matters (R60).
 *
 * @throws Error with code `ELOCKED` when another one holds it, or with the system's code when no lock can be made.
 * @example
 * const lock = await acquireLock('batch.jsonl.lock')
 * try {
 *   await work()
 * } finally {
 *   await lock.release()
 * }
 */
export async function acquireLock(path: string, { lease = 10_000, wait = 0 }: LockOptions = {}): Promise<FileLock> {
  const self: Holder = { id: crypto.randomUUID(), pid: process.pid, place: await placeOf(), born: await birthOf(process.pid) }
  await acquire(path, self, lease, wait)
  let last = performance.now()
  const confirm = async (): Promise<void> => {
    if ((await look(path))?.holder.id !== self.id) throw locked()
    last = performance.now()
  }
  const beat = setInterval(() => {
    const time = new Date()
    // Not where it is another's by now: that one would seem to live longer than it does.
    confirm()
      .then(() => utimes(path, time, time))
      .catch(() => {})
  }, lease / 4)
  beat.unref()
  return {
    confirm: async () => (performance.now() - last > lease / 2 ? confirm() : undefined),
    async release() {
      clearInterval(beat)
      if ((await look(path))?.holder.id === self.id) await unlink(path).catch(() => {})
    },
  }
}

async function acquire(path: string, self: Holder, lease: number, wait: number): Promise<void> {
  const begun = performance.now()
  let watched: Sighting | undefined
  let since = begun
  while (!(await create(path, JSON.stringify(self)))) {
    const seen = await look(path)
    const time = performance.now()
    if (wait > 0 && time - begun >= wait) throw locked()
    if (seen) {
      const hasMoved = watched?.mark !== seen.mark
      const isAlive = hasMoved && watched?.holder.id === seen.holder.id && watched !== undefined
      if (hasMoved) {
        watched = seen
        since = time
      }
      const patience = await patienceWith(seen.holder, self, lease)
      if (wait === 0 && (isAlive || patience === FOREVER)) throw locked()
      const silence = time - since
      if (silence >= patience) await clear(path, seen, silence >= 1.25 * lease)
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE * (0.2 + 0.8 * Math.random())))
  }
}

/** `false` when there is such a file already. A link in its place is not followed. */
async function create(path: string, content: string): Promise<boolean> {
  const file = await open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    // Windows says EPERM of a file that is just being removed.
    if (error.code === 'EEXIST' || (error.code === 'EPERM' && process.platform === 'win32')) return undefined
    throw error
  })
  if (!file) return false
  try {
    await file.writeFile(content)
  } catch (error) {
    await unlink(path).catch(() => {})
    throw error
  } finally {
    await file.close()
  }
  return true
}

async function look(path: string): Promise<Sighting | undefined> {
  try {
    const { ino, mtimeMs, size } = await lstat(path)
    const content = size < 1000 ? await readFile(path, 'utf8').catch(() => '') : ''
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

const FOREVER = Number.POSITIVE_INFINITY

/** For how long the silence of a holder says nothing: not at all once it is gone, for ever while it runs. */
async function patienceWith({ pid, place, born }: Partial<Holder>, self: Holder, lease: number): Promise<number> {
  // Of other machines nothing can be known.
  if (typeof pid !== 'number' || place !== self.place) return lease
  if (!isRunning(pid)) return 0
  const now = await birthOf(pid)
  if (now && born) return now === born ? FOREVER : 0
  // Where the system hides when a process began, another one may have this id by now. More probably it is the holder, which stands still.
  return pid === self.pid ? FOREVER : 6 * lease
}

/**
 * Removes a lock that was left. Of all who see that, one wins the right to: whoever makes a file named after this very lock. Without that,
 * a slow one could remove the lock that a quick one has just taken.
 */
async function clear(path: string, seen: Sighting, overdue: boolean): Promise<void> {
  const id = seen.holder.id ?? ''
  const right = `${path}.${/^[0-9a-f-]{36}$/.test(id) ? id : seen.file}`
  if (!(await create(right, ''))) {
    // Whoever won it died on the way.
    if (overdue) await unlink(right).catch(() => {})
    return
  }
  if ((await look(path))?.mark === seen.mark) await unlink(path).catch(() => {})
  await unlink(right).catch(() => {})
}

/** Process ids count within one machine and, on Linux, one space of processes. */
const placeOf = async (): Promise<string> => `${hostname()} ${await readlink('/proc/self/ns/pid').catch(() => '')}`.trim()

/** Empty where the system does not tell, `gone` for a process that has ended and only waits for its parent. */
async function birthOf(pid: number): Promise<string> {
  const facts = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '')
  // The name, in brackets, can hold anything; the state and 19 places on the start follow it.
  const [state = '', ...rest] = facts.replace(/^.*\) /s, '').split(' ')
  return /[ZX]/.test(state) ? 'gone' : (rest[18] ?? '')
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

const locked = (): Error => Object.assign(new Error('locked'), { code: 'ELOCKED' })
