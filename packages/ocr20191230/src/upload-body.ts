import type { ByteReader } from './file-source.ts'
import { joined } from './joined.ts'
import type { UploadContent } from './upload-content.ts'
import type { UploadForm } from './upload-form.ts'

/** The body of an upload. */
export interface UploadBody {
  readonly body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>
  readonly length: number
  /** Why the file could not be read to its end; the connection's own error then says less. */
  failure(): unknown
}

/** Pieces of this size are handed to the connection, so that progress is seen. */
const PIECE = 64 * 1024

/**
 * Puts the file into its form: as one piece of memory, or as a stream that reads the file while it is sent.
 *
 * @param onSent Called with the bytes of the file that were handed on so far.
 */
export function uploadBody(
  { before, after }: UploadForm,
  content: UploadContent,
  streams: boolean,
  onSent?: (sent: number) => void,
): UploadBody {
  const length = before.length + content.size + after.length
  if (!content.open && !(streams && onSent && content.size > PIECE))
    return { body: joined([before, content.head, after]), length, failure: () => undefined }
  let failure: unknown
  let sent = 0
  const reader = sliced(content.open?.() ?? inMemory(content.head))
  let begun = false
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull: async (stream) => {
        if (!begun) {
          begun = true
          stream.enqueue(before)
          return
        }
        try {
          const { done, value } = await reader.next()
          if (!done) {
            const piece = value as Uint8Array<ArrayBuffer>
            sent += piece.length
            stream.enqueue(piece)
            onSent?.(sent)
            return
          }
          stream.enqueue(after)
          stream.close()
        } catch (error) {
          failure = error
          stream.error(error)
        }
      },
      cancel: () => {
        Promise.resolve(reader.stop?.()).catch(() => {})
      },
    },
    { highWaterMark: 0 },
  )
  return { body, length, failure: () => failure }
}

/** A reader whose pieces are small. */
function sliced(reader: ByteReader): ByteReader {
  let rest: Uint8Array<ArrayBuffer> = new Uint8Array()
  return {
    next: async () => {
      if (rest.length === 0) {
        const { done, value } = await reader.next()
        if (done) return { done }
        rest = value as Uint8Array<ArrayBuffer>
      }
      const piece = rest.subarray(0, PIECE)
      rest = rest.subarray(PIECE)
      return { value: piece }
    },
    stop: () => reader.stop?.(),
  }
}

/** What is in memory, as one piece. */
function inMemory(bytes: Uint8Array<ArrayBuffer>): ByteReader {
  const pieces = [bytes].values()
  return { next: async () => pieces.next() }
}
