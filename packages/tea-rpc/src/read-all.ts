import { invalidOption } from '@x/credentials-core'

/** All bytes of a stream. The signal ends the wait. */
export async function readAll(body: unknown, signal: AbortSignal | undefined): Promise<Uint8Array<ArrayBuffer> | string | undefined> {
  if (body === undefined || body === null) return undefined
  if (typeof body === 'string' || body instanceof Uint8Array) return body as string | Uint8Array<ArrayBuffer>
  const chunks: Uint8Array[] = []
  for await (const chunk of toIterable(body)) {
    signal?.throwIfAborted()
    if (!(chunk instanceof Uint8Array))
      throw invalidOption('body', 'is a stream of something else than bytes', 'Pass a stream of Uint8Array.')
    chunks.push(chunk)
  }
  return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer())
}

/** Some browsers give streams that cannot be iterated. */
function toIterable(body: unknown): AsyncIterable<unknown> {
  if (typeof body === 'object' && body !== null) {
    if (Symbol.asyncIterator in body) return body as AsyncIterable<unknown>
    if (body instanceof ReadableStream) return readerOf(body)
  }
  throw invalidOption('body', 'is not a stream', 'Pass a ReadableStream, an async iterable of bytes, a Uint8Array or text.')
}

async function* readerOf(stream: ReadableStream<unknown>): AsyncGenerator<unknown> {
  const reader = stream.getReader()
  for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value
}
