import { type FileHandle, open, realpath, rename, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { readFile } from '@x/credentials-core/node'
import type { UpdateFile } from './files.ts'
import { withLock } from './lock-file.node.ts'

/**
 * Changes a file so that readers always see the old or the new text, whole, and no change of another process is lost: the text is read under
 * a lock, and written to a file of its own that then takes the place. Links are followed first, so that they stay.
 */
export const updateFile: UpdateFile = async (path, change) => {
  const target = await realpath(path)
  await withLock(`${target}.lock`, async () => {
    const before = await readText(target)
    const after = change(before)
    if (after !== undefined && after !== before) await replaceFile(target, after)
  })
}

/** The largest file that is changed: 1 MiB, as for reading. */
const MOST = 1024 * 1024

async function readText(path: string): Promise<string> {
  const bytes = (await readFile(path)) as Uint8Array
  if (bytes.length > MOST) throw Object.assign(new Error('too large'), { code: 'EFBIG' })
  // The mark at the start stays; bytes that are no UTF-8 would not survive, so they are refused.
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
}

/** The new file holds secrets: it is private from its first moment, whatever the rights of the old one (R55, R57). */
async function replaceFile(target: string, text: string): Promise<void> {
  const temporary = join(dirname(target), `.${basename(target)}.${crypto.randomUUID()}.tmp`)
  const file = await open(temporary, 'wx', 0o600)
  try {
    try {
      await keepOwner(file, target)
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await renameOver(temporary, target)
  } catch (error) {
    await unlink(temporary).catch(() => {})
    throw error
  }
  await syncFolder(dirname(target))
}

/** What root writes for a user stays the user's. Who may not give files away keeps the new one. */
async function keepOwner(file: FileHandle, target: string): Promise<void> {
  const [old, own] = await Promise.all([stat(target), file.stat()])
  if (old.uid !== own.uid || old.gid !== own.gid) await file.chown(old.uid, old.gid).catch(() => {})
}

/** On Windows a file that somebody reads at this moment cannot be replaced. */
async function renameOver(from: string, to: string): Promise<void> {
  for (let left = 10; ; left--) {
    try {
      return await rename(from, to)
    } catch (error) {
      const busy = process.platform === 'win32' && /^(EPERM|EACCES|EBUSY)$/.test((error as NodeJS.ErrnoException).code ?? '')
      if (!busy || left === 0) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

/** Makes the new name last through a power cut, where the system can. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r')
    await folder.sync().finally(() => folder.close())
  } catch {}
}
