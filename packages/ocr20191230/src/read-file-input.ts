import { AlibabaCloudError } from '@x/credentials-core'
import { abortable } from './abortable.ts'
import type { FileInput } from './file-input.ts'
import { type ByteReader, type FileSource, pieceOf, sourceOf } from './file-source.ts'
import { idleSignal } from './idle-signal.ts'
import { IDLE_TIMEOUT } from './idle-timeout.ts'
import { joined } from './joined.ts'
import { loadPart } from './load-part.ts'

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
  const { field = 'file' } = limits
  if (typeof source.size === 'number') await checkSize(source.size, source.size, limits)
  const reader = source.open()
  const waiter = pieceWaiter(source, limits, signal)
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  try {
    for (;;) {
      const { done, value } = await waiter.next(reader)
      if (done) break
      const piece = pieceOf(value, field)
      pieces.push(piece)
      length += piece.length
      if (length > limits.limit) await checkSize(length, undefined, limits)
    }
  } catch (error) {
    // Not awaited: a source that hangs would hang here again.
    Promise.resolve(reader.stop?.()).catch(() => {})
    throw error
  } finally {
    waiter.end()
  }
  if (length === 0) throw emptyFile(field)
  return pieces.length === 1 ? (pieces[0] as Uint8Array<ArrayBuffer>) : joined(pieces)
}

/** How the pieces of a source are awaited: until the signal aborts, or one does not come in time. */
export function pieceWaiter(
  source: FileSource,
  { field = 'file', idleTimeout = IDLE_TIMEOUT }: ReadLimits,
  signal: AbortSignal | undefined,
): { next(reader: ByteReader): ReturnType<ByteReader['next']>; end(): void } {
  const still = idleSignal(signal, `The file in ${field}`, field)
  return {
    next: (reader) => {
      if (!source.limitsTime) still.restart(idleTimeout)
      return abortable(reader.next(), still.signal)
    },
    end: still.end,
  }
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

export function emptyFile(field: string): AlibabaCloudError {
  return new AlibabaCloudError(`The file in ${field} is empty.`, {
    code: 'ERR_INPUT_LIMIT',
    field,
    hint: 'A stream can be read only once.',
  })
}
