import { badEncodingError, tooLargeError } from './transport-errors.ts'

/** Undoes a compression that nobody asked for. The limit holds for the result, so that a small body cannot become a large one. */
export async function decodeBody(
  bytes: Uint8Array,
  encoding: string,
  { host, maxResponseBytes }: { readonly host: string; readonly maxResponseBytes: number },
): Promise<Uint8Array> {
  const { brotliDecompressSync, gunzipSync, inflateSync } = await import('node:zlib')
  const decode = { gzip: gunzipSync, 'x-gzip': gunzipSync, deflate: inflateSync, br: brotliDecompressSync }[encoding]
  try {
    if (decode) return decode(bytes, { maxOutputLength: maxResponseBytes })
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLargeError(host, maxResponseBytes)
  }
  throw badEncodingError(host)
}
