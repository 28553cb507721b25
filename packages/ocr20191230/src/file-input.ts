/**
 * A stream whose length is known, so that it is sent as it comes and not kept in memory.
 *
 * A function is asked for a new stream at each attempt (a `Blob` is such an object). A stream as such is read once: when its upload
 * fails half-way it is not tried again.
 */
export interface SizedStream {
  /** Bytes of the whole stream. */
  readonly size: number
  readonly stream: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> | (() => ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>)
}

/** A file of this machine, made by `fileFrom`. It is opened anew each time it is read. */
export interface LocalFile extends AsyncIterable<Uint8Array> {
  /** Bytes of the file at this moment. */
  size(): Promise<number>
}

/**
 * What a file field of a request takes:
 *
 * - an `http:` or `https:` address, as text or `URL`: passed on, and fetched by the service itself;
 * - bytes, a `Blob` or `File`, a web stream, an async iterable of bytes (a Node stream is one), `{ stream, size }`, `fileFrom(path)`, or
 *   a `data:` address: uploaded first. A stream of unknown length is read once and kept in memory, at most 32 MiB, so that the upload
 *   can be tried again.
 *
 * Any other text is refused, since it is most likely a path: use `fileFrom(path)`.
 */
export type FileInput = string | URL | Blob | Uint8Array | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> | SizedStream | LocalFile
