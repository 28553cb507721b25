import { badEncodingError, tooLargeError } from './transport-errors.ts'

/** More than this is no length of bytes on all versions of Node. */
const MOST = 2 ** 32

/** Undoes a compression that nobody asked for, named in lower case. The limit holds for the result, so that a small body cannot become a large one. */
export async function decodeBody(
  bytes: Uint8Array,
  encoding: string,
  { host, maxResponseBytes }: { readonly host: string; readonly maxResponseBytes: number },
): Promise<Uint8Array> {
  // Answers to HEAD, and others without a body, name the encoding of what they leave out.
  if (bytes.byteLength === 0) return bytes
  const { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } = await import('node:zlib')
  // Some servers send deflate without the head that it should have.
  const inflate = ((bytes[0] as number) & 15) === 8 ? inflateSync : inflateRawSync
  const decode = { gzip: gunzipSync, 'x-gzip': gunzipSync, deflate: inflate, br: brotliDecompressSync }[encoding]
  try {
    if (decode) return decode(bytes, { maxOutputLength: Math.min(maxResponseBytes, MOST) })
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLargeError(host, maxResponseBytes)
  }
  throw badEncodingError(host)
}
