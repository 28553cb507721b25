import { AlibabaCloudError, loadPart } from '@x/credentials-core'
import { abortable } from './abortable.ts'
import type { FileInput } from './file-input.ts'
import { type ByteReader, type FileSource, pieceOf, sourceOf, stopReading } from './file-source.ts'
import { idleSignal } from './idle-signal.ts'
import { IDLE_TIMEOUT } from './idle-timeout.ts'
import { joined } from './joined.ts'

/** How much may be read of what. */
export interface ReadLimits {
  /** Bytes the file may have. */
  readonly limit: number
  /** The operation whose limit it is; absent for our own. */
  readonly limitOf?: string | undefined
  /** The field that holds the file, for errors. Default `file`. */
  readonly field?: string | undefined
  /** Milliseconds to wait for a piece. Default 30000. */
  readonly idleTimeout?: number | undefined
}

/** As `readFileInput` of `./upload`, which loads it. */
export async function readFileInput(file: FileInput, limits: ReadLimits, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  return readSource(sourceOf(file, limits.field), limits, signal)
}

/** The bytes of a source, as `readFileInput`. */
export async function readSource(source: FileSource, limits: ReadLimits, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  if (typeof source.size === 'number') await checkSize(source.size, source.size, limits)
  const bytes = await readBytes(source, source.open(), limits, signal)
  if (bytes.length === 0) throw emptyFile(limits.field)
  return bytes
}

/** Reads an opened source to its end, or until there are enough bytes. It is let go of when that fails. */
export async function readBytes(
  { limitsTime }: FileSource,
  reader: ByteReader,
  limits: ReadLimits,
  signal: AbortSignal | undefined,
  enough: number = Number.POSITIVE_INFINITY,
): Promise<Uint8Array<ArrayBuffer>> {
  const { field = 'file', idleTimeout = IDLE_TIMEOUT, limit } = limits
  const still = idleSignal(signal, `The file in ${field}`, field)
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  try {
    while (length < enough) {
      if (!limitsTime) still.restart(idleTimeout)
      const { done, value } = await abortable(reader.next(), still.signal)
      if (done) break
      const piece = pieceOf(value, field)
      pieces.push(piece)
      length += piece.length
      if (length > limit) await checkSize(length, undefined, limits)
    }
  } catch (error) {
    stopReading(reader)
    throw error
  } finally {
    still.end()
  }
  return pieces.length === 1 ? (pieces[0] as Uint8Array<ArrayBuffer>) : joined(pieces)
}

/** Refuses more bytes than the limit; `size` is that of the whole file, where it is known. */
export async function checkSize(bytes: number, size: number | undefined, { limit, limitOf, field = 'file' }: ReadLimits): Promise<void> {
  if (bytes <= limit) return
  const { tooManyBytes } = await loadPart(() => import('@x/ocr20191230/check'))
  throw new AlibabaCloudError(`The file in ${field} ${tooManyBytes(size, limit, limitOf ?? 'an upload')}.`, {
    code: limitOf ? 'ERR_INPUT_LIMIT' : 'ERR_TOO_LARGE',
    field,
    // Above our own limit nothing is read, and so nothing is made to fit.
    hint: limitOf ? 'Make it smaller; fit: true does that with pictures.' : 'Make it smaller.',
  })
}

export function emptyFile(field = 'file'): AlibabaCloudError {
  return new AlibabaCloudError(`The file in ${field} is empty.`, {
    code: 'ERR_INPUT_LIMIT',
    field,
    hint: 'Pass one with bytes; a stream can be read only once.',
  })
}
