import { AlibabaCloudError } from '@x/credentials-core'
import { abortable } from './abortable.ts'
import { type ByteReader, type FileSource, pieceOf, stopReading } from './file-source.ts'
import { checkSize, emptyFile, type ReadLimits, readBytes, readSource } from './read-file-input.ts'
import { streamed } from './upload-body.ts'
import type { UploadContent } from './upload-content.ts'

/** The bytes that facts are read from. What is not larger is kept in memory. */
const HEAD = 256 * 1024

/**
 * Reads as much of a file as must be known before it is uploaded: its beginning where it can be sent while it is read, else all.
 *
 * @param streams Whether the platform sends bodies while they are read.
 */
export async function readContent(source: FileSource, limits: ReadLimits, streams: boolean, signal?: AbortSignal): Promise<UploadContent> {
  const { field = 'file' } = limits
  const size = typeof source.size === 'function' ? await abortable(source.size(), signal) : source.size
  if (size !== undefined) await checkSize(size, size, limits)
  if (size === 0) throw emptyFile(field)
  if (size === undefined || size <= HEAD || !streams) {
    const head = await readSource(source, limits, signal)
    if (size !== undefined && head.length !== size) throw wrongSize(field, size)
    return { size: head.length, head, replayable: true }
  }
  const reader = source.open()
  const head = await readBytes(source, reader, limits, signal, HEAD)
  // Bytes come in one piece: they are in memory anyway.
  const isWhole = head.length >= size
  // What a stream gives beyond its size would be lost.
  if (isWhole && (head.length > size || (await readBytes(source, reader, limits, signal, 1)).length > 0)) {
    stopReading(reader)
    throw wrongSize(field, size)
  }
  if (!isWhole && !source.replayable) {
    return { size, head, replayable: false, ...streamed(() => counted(after(head, reader), size, field)), close: () => stopReading(reader) }
  }
  stopReading(reader)
  return { size, head, replayable: true, ...(!isWhole && streamed(() => counted(source.open(), size, field))) }
}

/** A reader that gives what was read already, and then the rest. */
function after(head: Uint8Array, reader: ByteReader): ByteReader {
  let first = true
  return {
    next: async () => {
      if (!first) return reader.next()
      first = false
      return { value: head }
    },
    stop: () => reader.stop?.(),
  }
}

/** Fails when there are more or fewer bytes than were announced: the request could not be ended. */
function counted(reader: ByteReader, size: number, field: string): ByteReader {
  let left = size
  return {
    next: async () => {
      const { done, value } = await reader.next()
      if (done && left > 0) throw wrongSize(field, size)
      if (done) return { done }
      const piece = pieceOf(value, field)
      left -= piece.length
      if (left < 0) throw wrongSize(field, size)
      return { value: piece }
    },
    stop: () => reader.stop?.(),
  }
}

function wrongSize(field: string, size: number): AlibabaCloudError {
  return new AlibabaCloudError(`The file in ${field} does not have the ${size} bytes that it should have.`, {
    code: 'ERR_INPUT_LIMIT',
    field,
    hint: 'Pass the true size, and do not change a file while it is uploaded.',
  })
}
