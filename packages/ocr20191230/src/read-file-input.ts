import { AlibabaCloudError } from '@x/credentials-core'
import { abortable } from './abortable.ts'
import type { FileInput } from './file-input.ts'
import { type FileSource, pieceOf, sourceOf } from './file-source.ts'
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
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  try {
    for (;;) {
      const { done, value } = await abortable(reader.next(), signal)
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
  }
  if (length === 0) throw emptyFile(field)
  return pieces.length === 1 ? (pieces[0] as Uint8Array<ArrayBuffer>) : joined(pieces)
}

/** Refuses more bytes than the limit; `size` is that of the whole file, where it is known. */
export async function checkSize(bytes: number, size: number | undefined, { limit, limitOf, field = 'file' }: ReadLimits): Promise<void> {
  if (bytes <= limit) return
  const { tooManyBytes } = await loadPart(() => import('@x/ocr20191230/check'))
  throw new AlibabaCloudError(`The file in ${field} ${tooManyBytes(size, limit, limitOf ?? 'an upload')}.`, {
    code: limitOf ? 'ERR_INPUT_LIMIT' : 'ERR_TOO_LARGE',
    field,
    hint: 'Make it smaller; fit: true does that with pictures.',
  })
}

export function emptyFile(field: string): AlibabaCloudError {
  return new AlibabaCloudError(`The file in ${field} is empty.`, {
    code: 'ERR_INPUT_LIMIT',
    field,
    hint: 'A stream can be read only once.',
  })
}
