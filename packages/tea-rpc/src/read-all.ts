import { invalidOption } from '@x/credentials-core'

/** All bytes of a stream. The signal ends the wait, and every end but that of the stream itself cancels it. */
export async function readAll(body: unknown, signal: AbortSignal | undefined): Promise<Uint8Array<ArrayBuffer> | string | undefined> {
  if (body === undefined || body === null) return undefined
  if (typeof body === 'string' || body instanceof Uint8Array) return body as string | Uint8Array<ArrayBuffer>
  const { next, cancel } = toSource(body)
  const chunks: Uint8Array[] = []
  const ended = whenAborted(signal)
  try {
    for (;;) {
      const { done, value } = await Promise.race([ended.aborted, next()])
      if (done) break
      if (!(value instanceof Uint8Array))
        throw invalidOption('body', 'is a stream of something else than bytes', 'Pass a stream of Uint8Array.')
      chunks.push(value)
    }
  } catch (error) {
    // Nobody waits for it: a source that stalls may never say that it has stopped.
    Promise.resolve(cancel(error)).catch(() => {})
    throw error
  } finally {
    ended.forget()
  }
  return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer())
}

interface Source {
  next(): Promise<{ readonly done?: boolean | undefined; readonly value?: unknown }>
  cancel(reason: unknown): unknown
}

function toSource(body: unknown): Source {
  // By its reader, which can be cancelled while it waits; and some browsers give streams that cannot be iterated.
  if (body instanceof ReadableStream) {
    const reader = body.getReader()
    return { next: () => reader.read(), cancel: (reason) => reader.cancel(reason) }
  }
  if (typeof body === 'object' && body !== null && Symbol.asyncIterator in body) {
    const iterable = body as AsyncIterable<unknown> & { destroy?(): void }
    const iterator = iterable[Symbol.asyncIterator]()
    return {
      next: () => iterator.next(),
      cancel: () => {
        // A stream of Node's returns only once its wait is over.
        iterable.destroy?.()
        return iterator.return?.()
      },
    }
  }
  throw invalidOption('body', 'is not a stream', 'Pass a ReadableStream, an async iterable of bytes, a Uint8Array or text.')
}

/** Rejects once the signal aborts. */
function whenAborted(signal: AbortSignal | undefined): { readonly aborted: Promise<never>; forget(): void } {
  let onAbort: (() => void) | undefined
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal?.reason)
    if (signal?.aborted) onAbort()
    else signal?.addEventListener('abort', onAbort)
  })
  aborted.catch(() => {})
  return { aborted, forget: () => signal?.removeEventListener('abort', onAbort as () => void) }
}
