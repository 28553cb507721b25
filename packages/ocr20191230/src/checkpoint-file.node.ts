import { type FileHandle, open } from 'node:fs/promises'
import { AlibabaCloudError } from '@x/credentials-core'
import type { CheckpointStore } from './batch/checkpoint-store.ts'

const NEW_LINE = 0x0a
const CHUNK = 64 * 1024
/** What is read of a single line at first: most are shorter. */
const FIRST_PIECE = 4096

/**
 * A checkpoint in a file of lines, made when it is missing, readable by its owner only: it holds what was read from the pictures.
 * Lines are added at the end and never changed, so a kill can at most cut the last one off; the next run closes it and goes on.
 * Lines that come while one is written go out together in the next write. One process may use it at a time.
 *
 * @throws AlibabaCloudError `ERR_FILE_ACCESS`, from the batch that uses it, for a file that cannot be opened or written.
 */
export function checkpointFile(path: string | URL): CheckpointStore {
  let opened: Promise<{ readonly file: FileHandle; size: number }> | undefined
  let turn: Promise<unknown> = Promise.resolve()
  /** The lines of the next write, and the positions that they will have. */
  let next: { readonly lines: string[]; readonly positions: Promise<readonly number[]> } | undefined

  const begin = async () => {
    try {
      const file = await open(path, 'a+', 0o600)
      const { size } = await file.stat()
      const last = new Uint8Array(1)
      if (size > 0) await file.read(last, 0, 1, size - 1)
      if (size === 0 || last[0] === NEW_LINE) return { file, size }
      await file.appendFile('\n')
      return { file, size: size + 1 }
    } catch (error) {
      throw unusable(path, error)
    }
  }
  const state = () => {
    opened ??= begin()
    return opened
  }
  const write = async (lines: readonly string[]): Promise<readonly number[]> => {
    const own = await state()
    const bytes = Buffer.allocUnsafe(lines.reduce((size, line) => size + Buffer.byteLength(line) + 1, 0))
    let end = 0
    const positions = lines.map((line) => {
      const position = own.size + end
      end += bytes.write(line, end)
      bytes[end++] = NEW_LINE
      return position
    })
    try {
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
      const { file, size } = await state()
      let rest = Buffer.alloc(0)
      for (let at = 0; at < size; ) {
        const { bytesRead, buffer } = await file.read(Buffer.alloc(CHUNK), 0, Math.min(CHUNK, size - at), at)
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
      const { file, size } = await state()
      const parts: Buffer[] = []
      let piece = FIRST_PIECE
      for (let at = position; at < size; piece *= 4) {
        const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(piece), 0, Math.min(piece, size - at), at)
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
      await own?.file.close()
    },
  }
}

function unusable(path: string | URL, error: unknown): AlibabaCloudError {
  const { code = 'unknown' } = error as NodeJS.ErrnoException
  return new AlibabaCloudError(`The checkpoint file ${path} cannot be used (${code}).`, {
    code: 'ERR_FILE_ACCESS',
    field: 'checkpoint',
    hint: 'Check the path, the folder, the space left and the rights of this process.',
  })
}
