import { AlibabaCloudError, invalidOption } from '@x/credentials-core'
import type { FileInput } from './file-input.ts'

/** Gives the pieces of a file one after the other. */
export interface ByteReader {
  next(): Promise<{ readonly done?: boolean | undefined; readonly value?: unknown }>
  /** Ends before all was read. */
  stop?(): unknown
}

/** A file of whatever kind, as something that can be opened and read. */
export interface FileSource {
  /** Bytes, where that is known before reading. */
  readonly size?: number | (() => Promise<number>) | undefined
  /** Whether it gives the same bytes each time it is opened. */
  readonly replayable: boolean
  /** Whether it fails by itself when nothing comes for too long. */
  readonly limitsTime?: boolean | undefined
  open(): ByteReader
}

const FILES = 'Pass bytes (a Uint8Array), a Blob, a stream of bytes, fileFrom(path) or a data: address.'

/**
 * What a file field holds, by what it can do and not by its class, since it may come from another realm.
 *
 * @param field Its name, for errors.
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for what is not a file.
 */
export function sourceOf(file: FileInput, field = 'file'): FileSource {
  if (typeof file === 'string' || file instanceof URL) return sourceOf(bytesOfAddress(String(file), field), field)
  if (file === undefined || file === null) throw invalidOption(field, 'is missing', FILES)
  if (typeof file !== 'object') throw notAFile(field)
  if (ArrayBuffer.isView(file)) {
    return { size: file.byteLength, replayable: true, open: () => iteratorReader([file].values()) }
  }
  if ('getReader' in file) return { replayable: false, open: readerOf(file, field) }
  if ('stream' in file) {
    const { stream, size } = file
    if (!Number.isSafeInteger(size) || size < 0)
      throw invalidOption(field, 'has a size that is not a count of bytes', 'Pass { stream, size }.')
    if (typeof stream !== 'function') return { size, replayable: false, open: readerOf(stream, field) }
    return { size, replayable: true, open: () => readerOf(stream.call(file), field)() }
  }
  const size = 'size' in file && typeof file.size === 'function' ? () => file.size() : undefined
  return { size, replayable: size !== undefined, open: readerOf(file, field) }
}

/** The bytes of a piece. */
export function pieceOf(value: unknown, field: string): Uint8Array<ArrayBuffer> {
  if (!ArrayBuffer.isView(value)) throw notAFile(field)
  return new Uint8Array(value.buffer as ArrayBuffer, value.byteOffset, value.byteLength)
}

/** Lets go of what is not read to its end. Not awaited: a source that hangs would hang here, too. */
export function stopReading(reader: ByteReader): void {
  ;(async () => reader.stop?.())().catch(() => {})
}

/** How a stream is opened. Refuses at once what is none. */
function readerOf(stream: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>, field: string): () => ByteReader {
  const { getReader, [Symbol.asyncIterator]: iterate } = Object(stream) as Partial<ReadableStream<Uint8Array> & AsyncIterable<Uint8Array>>
  // By its reader, since some browsers cannot iterate a stream.
  if (typeof getReader === 'function') {
    const web = stream as ReadableStream<Uint8Array>
    return () => {
      if (web.locked)
        throw new AlibabaCloudError(`The stream in ${field} is read by something else.`, { code: 'ERR_STREAM_CONSUMED', field })
      const reader = web.getReader()
      return { next: () => reader.read(), stop: () => reader.cancel() }
    }
  }
  if (typeof iterate !== 'function') throw notAFile(field)
  return () => iteratorReader(iterate.call(stream))
}

function iteratorReader(iterator: Iterator<unknown> | AsyncIterator<unknown>): ByteReader {
  return { next: async () => iterator.next(), stop: () => iterator.return?.() }
}

function bytesOfAddress(address: string, field: string): Uint8Array {
  if (/^https?:/i.test(address))
    throw invalidOption(
      field,
      'is not a file: it is a web address',
      'Pass a file, such as fileFrom(path), or refetch: true; blanks and Chinese characters must be percent-encoded.',
    )
  if (!/^data:/i.test(address)) throw invalidOption(field, 'looks like a path', 'Use fileFrom(path) for a file of this machine.')
  const [, base64, data] = /^data:[^,]*?(;base64)?,(.*)$/is.exec(address) ?? []
  try {
    if (data === undefined) throw notAFile(field)
    const text = data.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    return Uint8Array.from(base64 ? atob(text) : text, (character) => character.charCodeAt(0))
  } catch {
    // The decoder's own error is left out: it may quote the text.
    throw notAFile(field)
  }
}

function notAFile(field: string): AlibabaCloudError {
  return invalidOption(field, 'is not a file', FILES)
}
