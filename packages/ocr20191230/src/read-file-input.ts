import { AlibabaCloudError, invalidOption } from '@x/credentials-core'
import type { FileInput } from './file-input.ts'
import { joined } from './joined.ts'

/** How much may be read. */
interface SizeLimit {
  /** Bytes the file may have. */
  readonly limit: number
  /** The operation whose limit it is; absent for our own. */
  readonly limitOf?: string
}

/**
 * The bytes of a file, of whatever kind it is. Stops reading as soon as there are more than it may have.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for what is not a file, `ERR_INPUT_LIMIT` for an empty file and for one above the
 * limit of an operation, `ERR_TOO_LARGE` above our own, `ERR_STREAM_CONSUMED` for a stream that something else reads.
 */
export async function readFileInput(file: FileInput, size: SizeLimit, signal?: AbortSignal): Promise<Uint8Array> {
  const source = sourceOf(file)
  const pieces: Uint8Array[] = []
  let length = 0
  try {
    for (;;) {
      const { done, value } = await abortable(source.next(), signal)
      if (done) break
      // Asked by what they are and not by their class: they may come from another realm.
      if (!ArrayBuffer.isView(value)) throw notAFile()
      pieces.push(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))
      length += value.byteLength
      if (length > size.limit) throw tooLarge(size)
    }
  } catch (error) {
    // Not awaited: a source that hangs would hang here again.
    Promise.resolve(source.stop?.()).catch(() => {})
    throw error
  }
  if (length === 0) throw new AlibabaCloudError('The file is empty.', { code: 'ERR_INPUT_LIMIT', hint: 'A stream can be read only once.' })
  return joined(pieces)
}

/** What bytes are read from. */
interface Source {
  next(): Promise<{ readonly done?: boolean | undefined; readonly value?: unknown }>
  stop?(): unknown
}

function sourceOf(file: FileInput): Source {
  if (typeof file === 'string' || file instanceof URL) return sourceOf(bytesOfDataAddress(String(file)))
  if (typeof file !== 'object' || file === null) throw notAFile()
  if (ArrayBuffer.isView(file)) {
    const one = [file].values()
    return { next: async () => one.next() }
  }
  if ('stream' in file) return sourceOf(file.stream())
  if ('getReader' in file) {
    if (file.locked) throw new AlibabaCloudError('The stream is read by something else.', { code: 'ERR_STREAM_CONSUMED' })
    // By its reader, since some browsers cannot iterate a stream.
    const reader = file.getReader()
    return { next: () => reader.read(), stop: () => reader.cancel() }
  }
  const iterator = file[Symbol.asyncIterator]?.()
  if (!iterator) throw notAFile()
  return { next: () => iterator.next(), stop: () => iterator.return?.() }
}

function bytesOfDataAddress(address: string): Uint8Array {
  const [, base64, data] = /^data:[^,]*?(;base64)?,(.*)$/is.exec(address) ?? []
  try {
    if (data === undefined) throw notAFile()
    const text = data.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    return Uint8Array.from(base64 ? atob(text) : text, (character) => character.charCodeAt(0))
  } catch {
    // The decoder's own error is left out: it may quote the text.
    throw notAFile()
  }
}

function notAFile(): AlibabaCloudError {
  return invalidOption('file', 'is not a file', 'Pass bytes, a Blob, a stream of bytes, fileFrom(path) or a data: address.')
}

function tooLarge({ limit, limitOf }: SizeLimit): AlibabaCloudError {
  return new AlibabaCloudError(`The file has more than ${limit} bytes, the most for ${limitOf ?? 'an upload'}.`, {
    code: limitOf ? 'ERR_INPUT_LIMIT' : 'ERR_TOO_LARGE',
  })
}

/** Settles with `work`, or rejects once the signal aborts. */
function abortable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const onAbort = (): void => reject(signal?.reason)
    if (signal?.aborted) onAbort()
    signal?.addEventListener('abort', onAbort)
    work.then(resolve, reject).finally(() => signal?.removeEventListener('abort', onAbort))
  })
}
