/**
 * What a file field of a request takes:
 *
 * - an `http:` or `https:` address, as text or `URL`: passed on, and fetched by the service itself;
 * - bytes, a `Blob` or `File`, a web stream, an async iterable of bytes (a Node stream is one), `fileFrom(path)`, or a `data:` address:
 *   uploaded first. A stream is read once and kept in memory, at most 32 MiB, so that the upload can be tried again.
 *
 * Any other text is refused, since it is most likely a path: use `fileFrom(path)`.
 */
export type FileInput = string | URL | Blob | Uint8Array | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>
