import { type ByteReader, stopReading } from './file-source.ts'
import { idleSignal } from './idle-signal.ts'
import { PIECE } from './piece.ts'
import type { UploadContent } from './upload-content.ts'

/** A file as the part of a form that is read while the form is sent. */
export function streamed(open: () => ByteReader): Pick<UploadContent, 'stream' | 'failure'> {
  let failure: unknown
  return {
    failure: () => failure,
    stream: ({ before, after }, { host, begin, idle, signal }, onSent) => {
      failure = undefined
      let sent = 0
      let begun = false
      const reader = sliced(open())
      const still = idleSignal(signal, `The upload to ${host}`)
      still.restart(begin)
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
                still.restart(idle)
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
          cancel: () => stopReading(reader),
        },
        { highWaterMark: 0 },
      )
      // The transport counts from the start of a request: here the pieces are seen.
      return { init: { body, duplex: 'half', signal: still.signal, readTimeout: Number.POSITIVE_INFINITY }, end: still.end }
    },
  }
}

/** Bytes in memory, handed on piece by piece when they are more than one, so that progress is seen. */
export function inPieces(content: UploadContent): UploadContent {
  return content.stream || content.size <= PIECE ? content : { ...content, ...streamed(() => inMemory(content.head)) }
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
