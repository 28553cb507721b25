import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, chown, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withLock } from './lock-file.node.ts'
import { updateFile } from './update-file.node.ts'

let folder = ''
let file = ''
const children: ChildProcess[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'update-file-'))
  file = join(folder, 'config.json')
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await chmod(folder, 0o700)
  await rm(folder, { recursive: true })
})

/** Runs a program text on the sources. */
const run = (program: string): { child: ChildProcess; ended: Promise<number | null>; said: (word: string) => Promise<void> } => {
  const args = ['--conditions=x-source', '--input-type=module', '-e', program]
  const child = spawn(process.execPath, args, {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH },
  })
  children.push(child)
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk
  })
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve))
  const said = async (word: string): Promise<void> => {
    while (!text.includes(word)) await new Promise((resolve) => child.stdout.once('data', resolve))
  }
  return { child, ended, said }
}
const sources = (name: string): string => JSON.stringify(new URL(name, import.meta.url).href)
/** Node runs TypeScript from 22.18 on. */
const canRunSources = Boolean((process.features as { typescript?: unknown }).typescript)
const posix = process.platform !== 'win32'
const isRoot = process.getuid?.() === 0

describe('updateFile', () => {
  it('gives the text as it is, and writes the new one', async () => {
    await writeFile(file, '\ufeffold\r\n')
    await updateFile(file, (text) => `${text}new`)
    expect(await readFile(file, 'utf8')).toBe('\ufeffold\r\nnew')
    expect(await readdir(folder)).toEqual(['config.json'])
  })

  it('R55 makes the file private, whatever it was, and whatever the umask', async () => {
    for (const mask of [0o000, 0o022]) {
      const before = process.umask(mask)
      try {
        await writeFile(file, 'old')
        await chmod(file, 0o666)
        await updateFile(file, () => `new ${mask}`)
      } finally {
        process.umask(before)
      }
      if (posix) expect((await stat(file)).mode & 0o777).toBe(0o600)
    }
  })

  it.runIf(posix && isRoot)('R57 leaves the file to its owner when root writes it', async () => {
    await writeFile(file, 'old', { mode: 0o600 })
    await chown(file, 65534, 65533)
    await updateFile(file, () => 'new')
    const { uid, gid, mode } = await stat(file)
    expect([uid, gid, mode & 0o777]).toEqual([65534, 65533, 0o600])
  })

  it('leaves the file alone when there is nothing to change', async () => {
    await writeFile(file, 'old')
    const { ino } = await stat(file)
    await updateFile(file, () => undefined)
    await updateFile(file, (text) => text)
    expect((await stat(file)).ino).toBe(ino)
  })

  it.runIf(posix)('R57 follows a link, which stays, and writes no other that was planted', async () => {
    const real = join(folder, 'real')
    await mkdir(real)
    await writeFile(join(real, 'target.json'), 'old')
    await symlink('real/target.json', file)
    const victim = join(folder, 'victim')
    await writeFile(victim, 'safe')
    await updateFile(file, () => 'new')
    expect((await lstat(file)).isSymbolicLink()).toBe(true)
    expect(await readFile(join(real, 'target.json'), 'utf8')).toBe('new')
    // A link where the lock goes is a lock that nobody holds: it is not followed.
    await symlink(victim, join(real, 'target.json.lock'))
    await withLock(join(real, 'target.json.lock'), async () => updateFile(victim, (text) => `${text} still`), {
      lease: 200,
      wait: 120_000,
    })
    expect(await readFile(victim, 'utf8')).toBe('safe still')
  })

  it('R57 changes nothing when a step fails, and leaves nothing behind', async () => {
    await writeFile(file, 'old')
    await expect(
      updateFile(file, () => {
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    await expect(updateFile(join(folder, 'none'), () => 'new')).rejects.toMatchObject({ code: 'ENOENT' })
    await writeFile(join(folder, 'bytes'), new Uint8Array([0xff, 0xfe, 0xff]))
    await expect(updateFile(join(folder, 'bytes'), () => 'new')).rejects.toThrow()
    expect(await readFile(file, 'utf8')).toBe('old')
    expect((await readdir(folder)).sort()).toEqual(['bytes', 'config.json'])
  })

  it.runIf(posix && !isRoot)('R57 rejects in a folder where nothing may be written', async () => {
    await writeFile(file, 'old')
    await chmod(folder, 0o500)
    await expect(updateFile(file, () => 'new')).rejects.toMatchObject({ code: 'EACCES' })
  })

  it.runIf(canRunSources)(
    'R58 loses no change of 20 processes, and shows no half of one',
    async () => {
      const text = JSON.stringify({ current: 'p0', profiles: Array.from({ length: 20 }, (_, n) => ({ name: `p${n}`, round: 0 })) }, null, 4)
      await writeFile(file, text)
      const work = (n: number): string => `
      import { updateFile } from ${sources('./update-file.node.ts')}
      import { editCliProfile } from ${sources('./edit-cli-profile.ts')}
      for (let round = 1; round <= 5; round++) {
        for (;;) {
          try {
            await updateFile(${JSON.stringify(file)}, (text) => editCliProfile(text, 'p${n}', ({ round }) => ({ round: round + 1 })))
            break
          } catch (error) {
            if (error.code !== 'ELOCKED') throw error
          }
        }
      }`
      let working = true
      let torn = 0
      let reads = 0
      const reader = (async () => {
        for (; working; reads++) {
          const seen = await readFile(file, 'utf8')
          try {
            if (JSON.parse(seen).profiles.length !== 20) torn++
          } catch {
            torn++
          }
          await new Promise((resolve) => setTimeout(resolve, 5))
        }
      })()
      const codes = await Promise.all(Array.from({ length: 20 }, (_, n) => run(work(n)).ended))
      working = false
      await reader
      expect(codes).toEqual(Array(20).fill(0))
      expect(reads).toBeGreaterThan(5)
      expect(torn).toBe(0)
      expect(JSON.parse(await readFile(file, 'utf8')).profiles.map(({ round }: { round: number }) => round)).toEqual(Array(20).fill(5))
      expect(await readdir(folder)).toEqual(['config.json'])
    },
    600_000,
  )
})

describe('withLock', () => {
  const lock = (): string => join(folder, 'x.lock')
  const holding = (seconds: number): string => `
    import { withLock } from ${sources('./lock-file.node.ts')}
    await withLock(${JSON.stringify(lock())}, async () => {
      console.log('holds')
      await new Promise((resolve) => setTimeout(resolve, ${seconds * 1000}))
    })`

  it('lets one in at a time', async () => {
    let inside = 0
    let most = 0
    const order: number[] = []
    const work = (n: number) =>
      withLock(lock(), async () => {
        most = Math.max(most, ++inside)
        await new Promise((resolve) => setTimeout(resolve, 5))
        inside--
        order.push(n)
      })
    await Promise.all(Array.from({ length: 10 }, (_, n) => work(n)))
    expect([most, order.length]).toEqual([1, 10])
    expect(await readdir(folder)).toEqual([])
  })

  it.runIf(canRunSources)(
    'R60 goes on at once when the holder was killed',
    async () => {
      const { child, ended, said } = run(holding(600))
      await said('holds')
      child.kill('SIGKILL')
      await ended
      const begun = performance.now()
      expect(await withLock(lock(), async () => 'mine', { lease: 600_000, wait: 120_000 })).toBe('mine')
      expect(performance.now() - begun).toBeLessThan(10_000)
      expect(await readdir(folder)).toEqual([])
    },
    120_000,
  )

  it.runIf(canRunSources && posix)(
    'R60 steals no lock of a holder that lives but stands still, and gives up at the deadline',
    async () => {
      const { child, said } = run(holding(600))
      await said('holds')
      child.kill('SIGSTOP')
      await expect(withLock(lock(), async () => 'stolen', { lease: 100, wait: 1500 })).rejects.toMatchObject({ code: 'ELOCKED' })
      expect(await readdir(folder)).toEqual(['x.lock'])
    },
    120_000,
  )

  it('R60 takes over a lock of another machine after the lease, and not before', async () => {
    await writeFile(lock(), JSON.stringify({ id: crypto.randomUUID(), pid: 1, place: 'elsewhere', born: '' }))
    const begun = performance.now()
    const waiting = withLock(lock(), async () => performance.now() - begun, { lease: 600, wait: 120_000 })
    // A clock that jumps, in the file or here, is no sign of anything but life.
    await new Promise((resolve) => setTimeout(resolve, 300))
    await utimes(lock(), new Date(0), new Date(0))
    expect(await waiting).toBeGreaterThan(850)
    expect(await readdir(folder)).toEqual([])
  })

  it('R60 leaves alone a lock of another machine that shows signs of life', async () => {
    await writeFile(lock(), JSON.stringify({ id: crypto.randomUUID(), pid: 1, place: 'elsewhere', born: '' }))
    let beats = 0
    const beat = setInterval(() => utimes(lock(), new Date(), new Date(1e12 + ++beats * 1000)), 20)
    await expect(withLock(lock(), async () => 'stolen', { lease: 3000, wait: 4000 })).rejects.toMatchObject({ code: 'ELOCKED' })
    clearInterval(beat)
  })

  it('R60 goes on although whoever removed a lock died on the way', async () => {
    const id = crypto.randomUUID()
    await writeFile(lock(), JSON.stringify({ id, pid: 1, place: 'elsewhere', born: '' }))
    await writeFile(`${lock()}.${id}`, '')
    expect(await withLock(lock(), async () => 'mine', { lease: 300, wait: 120_000 })).toBe('mine')
  })

  it('removes no lock but its own', async () => {
    await withLock(lock(), async () => {
      await rename(lock(), `${lock()}.moved`)
      await writeFile(lock(), 'of another')
    })
    expect(await readFile(lock(), 'utf8')).toBe('of another')
  })

  it('tells the reason when no lock can be made', async () => {
    await expect(withLock(join(folder, 'none', 'x.lock'), async () => 'x')).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
