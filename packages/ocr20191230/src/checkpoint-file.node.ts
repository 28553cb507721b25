import { type FileHandle, open, realpath } from 'node:fs/promises'
import { AlibabaCloudError } from '@x/credentials-core'
import { acquireLock, type FileLock } from '@x/credentials-core/node'
import { type CheckpointStore, ONE_BATCH } from './batch/checkpoint-store.ts'

const NEW_LINE = 0x0a
const CHUNK = 64 * 1024
/** What is read of a single line at first: most are shorter. */
const FIRST_PIECE = 4096

interface Opened {
  readonly file: FileHandle
  size: number
}

/**
 * A checkpoint in a file of lines, made when it is missing, readable by its owner only: it holds what was read from the pictures.
 * Lines are added at the end and never changed, so a kill can at most cut the last one off; the next run closes it and goes on.
 * Lines that come while one is written go out together in the next write. From the first use until `close`, the file `NAME.lock` beside it
 * keeps others away; one that a killed process left is taken over.
 *
 * @throws AlibabaCloudError `ERR_FILE_ACCESS`, from the batch that uses it, for a file that cannot be opened or written, or that another
 * batch uses, in this process or another one.
 */
export function checkpointFile(path: string | URL): CheckpointStore {
  let lock: FileLock | undefined
  const begin = async (): Promise<Opened> => {
    const file = await open(path, 'a+', 0o600)
    try {
      // Devices and pipes have no place for a lock.
      if ((await file.stat()).isFile()) lock ??= await acquireLock(`${await realpath(path)}.lock`)
      const { size } = await file.stat()
      const last = new Uint8Array(1)
      if (size > 0) await file.read(last, 0, 1, size - 1)
      if (size === 0 || last[0] === NEW_LINE) return { file, size }
      await file.appendFile('\n')
      return { file, size: size + 1 }
    } catch (error) {
      await file.close().catch(() => {})
      throw error
    }
  }
  return storeOf(path, begin, {
    confirm: async () => lock?.confirm(),
    async release() {
      await lock?.release()
      lock = undefined
    },
  })
}

/** A checkpoint that is only read: nothing is made, locked or written. One that is missing has no lines. */
export function checkpointReader(path: string | URL): CheckpointStore {
  const begin = async (): Promise<Opened | undefined> => {
    try {
      const file = await open(path)
      const { size } = await file.stat()
      return { file, size }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }
  }
  return storeOf(path, begin, { confirm: async () => {}, release: async () => {} })
}

function storeOf(path: string | URL, begin: () => Promise<Opened | undefined>, lock: FileLock): CheckpointStore {
  let opened: Promise<Opened | undefined> | undefined
  let turn: Promise<unknown> = Promise.resolve()
  /** The lines of the next write, and the positions that they will have. */
  let next: { readonly lines: string[]; readonly positions: Promise<readonly number[]> } | undefined

  const state = () => {
    opened ??= begin().catch((error: unknown) => {
      throw unusable(path, error)
    })
    return opened
  }
  const read = (file: FileHandle, buffer: Buffer<ArrayBuffer>, length: number, at: number) =>
    file.read(buffer, 0, length, at).catch((error: unknown) => {
      throw unusable(path, error)
    })
  const write = async (lines: readonly string[]): Promise<readonly number[]> => {
    const own = await state()
    if (!own) throw unusable(path, { code: 'EROFS' })
    const bytes = Buffer.allocUnsafe(lines.reduce((size, line) => size + Buffer.byteLength(line) + 1, 0))
    let end = 0
    const positions = lines.map((line) => {
      const position = own.size + end
      end += bytes.write(line, end)
      bytes[end++] = NEW_LINE
      return position
    })
    try {
      await lock.confirm()
      for (let at = 0; at < bytes.length; ) at += (await own.file.write(bytes, at)).bytesWritten
    } catch (error) {
      // Opened anew for the next line, which ends the one that may be cut off.
      opened = undefined
      await own.file.close().catch(() => {})
      throw unusable(path, error)
    }
    own.size += bytes.length
    return positions
  }
  const together = (): NonNullable<typeof next> => {
    const lines: string[] = []
    const positions = turn.then(() => {
      next = undefined
      return write(lines)
    })
    turn = positions.catch(() => {})
    return { lines, positions }
  }

  return {
    async *lines() {
      const own = await state()
      if (!own) return
      const { file, size } = own
      let rest = Buffer.alloc(0)
      for (let at = 0; at < size; ) {
        const { bytesRead, buffer } = await read(file, Buffer.alloc(CHUNK), Math.min(CHUNK, size - at), at)
        if (bytesRead === 0) return
        const whole = Buffer.concat([rest, buffer.subarray(0, bytesRead)])
        let from = 0
        for (let end = whole.indexOf(NEW_LINE); end >= 0; end = whole.indexOf(NEW_LINE, from)) {
          yield { text: whole.toString('utf8', from, end), position: at - rest.length + from }
          from = end + 1
        }
        at += bytesRead
        rest = whole.subarray(from)
      }
    },
    append(text) {
      next ??= together()
      const { lines, positions } = next
      const index = lines.push(text) - 1
      return positions.then((all) => all[index] as number)
    },
    async line(position) {
      const own = await state()
      if (!own) return ''
      const { file, size } = own
      const parts: Buffer[] = []
      let piece = FIRST_PIECE
      for (let at = position; at < size; piece *= 4) {
        const { bytesRead, buffer } = await read(file, Buffer.allocUnsafe(piece), Math.min(piece, size - at), at)
        if (bytesRead === 0) break
        const end = buffer.subarray(0, bytesRead).indexOf(NEW_LINE)
        if (end >= 0) return Buffer.concat([...parts, buffer.subarray(0, end)]).toString('utf8')
        parts.push(buffer.subarray(0, bytesRead))
        at += bytesRead
      }
      return Buffer.concat(parts).toString('utf8')
    },
    async close() {
      await turn
      const own = await opened?.catch(() => undefined)
      opened = undefined
      await own?.file.close().catch(() => {})
      await lock.release()
    },
  }
}

function unusable(path: string | URL, error: unknown): AlibabaCloudError {
  const { code = 'unknown' } = error as NodeJS.ErrnoException
  const isLocked = code === 'ELOCKED'
  return new AlibabaCloudError(`The checkpoint file ${path} ${isLocked ? 'is in use' : `cannot be used (${code})`}.`, {
    code: 'ERR_FILE_ACCESS',
    field: 'checkpoint',
    hint: isLocked ? ONE_BATCH : 'Check the path, the folder, the space left and the rights of this process.',
  })
}
