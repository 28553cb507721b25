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
  open(): ByteReader
}

/**
 * What a file field holds, by what it can do and not by its class, since it may come from another realm.
 *
 * @param field Its name, for errors.
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for what is not a file.
 */
export function sourceOf(file: FileInput, field = 'file'): FileSource {
  if (typeof file === 'string' || file instanceof URL) return sourceOf(bytesOfAddress(String(file), field), field)
  if (typeof file !== 'object' || file === null) throw notAFile(field)
  if (ArrayBuffer.isView(file)) {
    return { size: file.byteLength, replayable: true, open: () => iteratorReader([file].values()) }
  }
  if ('getReader' in file) return { replayable: false, open: () => readerOf(file, field) }
  if ('stream' in file) {
    const { stream, size } = file
    if (!Number.isSafeInteger(size) || size < 0)
      throw invalidOption(field, 'has a size that is not a count of bytes', 'Pass { stream, size }.')
    const again = typeof stream === 'function'
    return { size, replayable: again, open: () => readerOf(again ? stream.call(file) : stream, field) }
  }
  if (!file[Symbol.asyncIterator]) throw notAFile(field)
  const size = 'size' in file && typeof file.size === 'function' ? () => file.size() : undefined
  return { size, replayable: size !== undefined, open: () => readerOf(file, field) }
}

/** The bytes of a piece. */
export function pieceOf(value: unknown, field: string): Uint8Array<ArrayBuffer> {
  if (!ArrayBuffer.isView(value)) throw notAFile(field)
  return new Uint8Array(value.buffer as ArrayBuffer, value.byteOffset, value.byteLength)
}

function readerOf(stream: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>, field: string): ByteReader {
  if ('getReader' in stream) {
    if (stream.locked)
      throw new AlibabaCloudError(`The stream in ${field} is read by something else.`, { code: 'ERR_STREAM_CONSUMED', field })
    // By its reader, since some browsers cannot iterate a stream.
    const reader = stream.getReader()
    return { next: () => reader.read(), stop: () => reader.cancel() }
  }
  return iteratorReader(stream[Symbol.asyncIterator]())
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
  return invalidOption(field, 'is not a file', 'Pass bytes, a Blob, a stream of bytes, fileFrom(path) or a data: address.')
}
