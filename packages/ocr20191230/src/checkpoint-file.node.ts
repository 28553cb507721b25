import { type FileHandle, open } from 'node:fs/promises'
import { AlibabaCloudError } from '@x/credentials-core'
import type { CheckpointStore } from './batch/checkpoint-store.ts'

const NEW_LINE = 0x0a
const CHUNK = 64 * 1024

/**
 * A checkpoint in a file of lines, made when it is missing, readable by its owner only: it holds what was read from the pictures.
 * Lines are added at the end and never changed, so a kill can at most cut the last one off; the next run closes it and goes on.
 * One process may use it at a time.
 *
 * @throws AlibabaCloudError `ERR_FILE_ACCESS`, from the batch that uses it, for a file that cannot be opened.
 */
export function checkpointFile(path: string | URL): CheckpointStore {
  let opened: Promise<{ readonly file: FileHandle; size: number }> | undefined
  let turn: Promise<unknown> = Promise.resolve()

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
      const { code = 'unknown' } = error as NodeJS.ErrnoException
      throw new AlibabaCloudError(`The checkpoint file ${path} cannot be used (${code}).`, {
        code: 'ERR_FILE_ACCESS',
        field: 'checkpoint',
        hint: 'Check the path, the folder and the rights of this process.',
      })
    }
  }
  const state = () => {
    opened ??= begin()
    return opened
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
      const done = turn.then(async () => {
        const own = await state()
        const bytes = Buffer.from(`${text}\n`)
        const position = own.size
        for (let at = 0; at < bytes.length; ) at += (await own.file.write(bytes, at)).bytesWritten
        own.size += bytes.length
        return position
      })
      turn = done.catch(() => {})
      return done
    },
    async line(position) {
      const { file, size } = await state()
      const parts: Buffer[] = []
      for (let at = position; at < size; ) {
        const { bytesRead, buffer } = await file.read(Buffer.alloc(CHUNK), 0, Math.min(CHUNK, size - at), at)
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
