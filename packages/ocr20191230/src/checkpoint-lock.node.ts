import { randomUUID } from 'node:crypto'
import { lstat, open, readFile, readlink, unlink, utimes } from 'node:fs/promises'
import { hostname } from 'node:os'

/** A lock that is held. */
export interface CheckpointLock {
  /** Rejects with code `ELOCKED` when this process was silent for so long that another one may have taken the lock. */
  confirm(): Promise<void>
  release(): Promise<void>
}

/** What a lock file says of its holder. */
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
  /** Changes with every sign of life. */
  readonly mark: string
}

/** Milliseconds. */
const LEASE = 10_000
const PAUSE = 50

/**
 * Makes a lock file, or rejects with code `ELOCKED`: at once where the holder is known to run, else when it gives a sign of life. A lock
 * whose holder is gone, or is silent for the lease, is taken over. Silence is measured here, so no clock that is set matters.
 */
export async function lockCheckpoint(path: string, lease: number = LEASE): Promise<CheckpointLock> {
  const self: Holder = { id: randomUUID(), pid: process.pid, place: await placeOf(), born: await birthOf(process.pid) }
  await acquire(path, self, lease)
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

async function acquire(path: string, self: Holder, lease: number): Promise<void> {
  let first: Sighting | undefined
  let since = 0
  while (!(await create(path, JSON.stringify(self)))) {
    const seen = await look(path)
    if (seen) {
      if (first?.holder.id !== seen.holder.id || !first) {
        first = seen
        since = performance.now()
      } else if (seen.mark !== first.mark) throw locked()
      const state = await stateOf(seen.holder, self)
      if (state === 'runs') throw locked()
      const silence = performance.now() - since
      if (state === 'gone' || silence >= lease) await clear(path, seen, silence >= 1.25 * lease)
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE * Math.random()))
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
    const content = size < 1000 ? await readFile(path, 'utf8') : ''
    return { holder: parse(content), mark: `${ino} ${mtimeMs} ${content}` }
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

/** Whether a holder runs. That cannot be known of other machines, nor where an id may be another process's by now. */
async function stateOf({ pid, place, born }: Partial<Holder>, self: Holder): Promise<'runs' | 'gone' | 'unknown'> {
  if (typeof pid !== 'number' || place !== self.place) return 'unknown'
  if (!isRunning(pid)) return 'gone'
  const now = await birthOf(pid)
  if (now && born) return now === born ? 'runs' : 'gone'
  return pid === self.pid ? 'runs' : 'unknown'
}

/**
 * Removes a lock that was left. Of all who see that, one wins the right to: whoever makes a file named after this very lock. Without that,
 * a slow one could remove the lock that a quick one has just taken.
 */
async function clear(path: string, seen: Sighting, overdue: boolean): Promise<void> {
  const id = seen.holder.id ?? ''
  const right = `${path}.${/^[0-9a-f-]{36}$/.test(id) ? id : 'unreadable'}`
  if (!(await create(right, ''))) {
    // Whoever won it died on the way.
    if (overdue) await unlink(right).catch(() => {})
    return
  }
  if ((await look(path))?.mark === seen.mark) await unlink(path).catch(() => {})
  await unlink(right).catch(() => {})
}

const placeOf = async (): Promise<string> => `${hostname()} ${await readlink('/proc/self/ns/pid').catch(() => '')}`

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
