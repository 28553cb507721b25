import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { acquireLock, type FileLock } from './lock-file.node.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-file-'))
})
afterAll(() => rmSync(folder, { recursive: true }))
const newLock = (): string => join(folder, `${Math.random()}.lock`)
const held = (path: string): Record<string, unknown> => JSON.parse(readFileSync(path, 'utf8'))
/** A lock as this process would hold it, but for some facts. */
async function left(changes: object): Promise<string> {
  const path = newLock()
  const lock = await acquireLock(path)
  const holder = held(path)
  await lock.release()
  writeFileSync(path, JSON.stringify({ ...holder, ...changes }))
  return path
}

describe('acquireLock', () => {
  it('R60 is had by one at a time, and leaves nothing behind', async () => {
    const path = newLock()
    const lock = await acquireLock(path)
    await expect(acquireLock(path)).rejects.toMatchObject({ code: 'ELOCKED' })
    await lock.release()
    expect(existsSync(path)).toBe(false)
    await (await acquireLock(path)).release()
  })

  it('R60 that of a process that was killed is taken over, by one of many', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    const path = await left({ pid })
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => acquireLock(path)))
    const won = tries.filter((tried): tried is PromiseFulfilledResult<FileLock> => tried.status === 'fulfilled')
    expect(won).toHaveLength(1)
    await won[0]?.value.release()
    expect(readdirSync(folder)).toEqual([])
  })

  it.skipIf(!existsSync('/proc/self/stat'))('R60 the id of a killed process that another one has by now is no holder', async () => {
    await (await acquireLock(await left({ born: '1' }))).release()
  })

  it('R60 one of another machine is taken over when it is silent for the lease, or cannot be read', async () => {
    for (const path of [await left({ place: 'elsewhere' }), newLock()]) {
      if (!existsSync(path)) writeFileSync(path, '')
      const begun = performance.now()
      const lock = await acquireLock(path, { lease: 300 })
      expect(performance.now() - begun).toBeGreaterThanOrEqual(300)
      await lock.release()
    }
  })

  it('R60 one of another machine that gives a sign of life is left alone', async () => {
    const path = await left({ place: 'elsewhere' })
    const beat = setInterval(() => utimesSync(path, new Date(), new Date(Date.now() + Math.random() * 1e6)), 10)
    await expect(acquireLock(path, { lease: 60_000 })).rejects.toMatchObject({ code: 'ELOCKED' })
    clearInterval(beat)
    rmSync(path)
  })

  it('a holder whose lock was taken while it was silent learns of it before it writes, and leaves the lock to the other', async () => {
    const path = newLock()
    const lock = await acquireLock(path, { lease: 100 })
    await lock.confirm()
    const other = JSON.stringify({ ...held(path), id: 'other' })
    // Silent: no timer of this process fires in between.
    writeFileSync(path, other)
    for (const end = performance.now() + 80; performance.now() < end; );
    await expect(lock.confirm()).rejects.toMatchObject({ code: 'ELOCKED' })
    await lock.release()
    expect(readFileSync(path, 'utf8')).toBe(other)
    rmSync(path)
  })
})
