import { invalidOption } from '@x/credentials-core'
import type { RuntimeOptions } from '@x/tea-rpc'
import { readSource } from '#any-file'
import { MAX_BYTES } from './max-bytes.ts'
import type { OcrClient } from './ocr-client.ts'
import { webSource } from './web-source.ts'

/** How a result is downloaded. */
export interface DownloadOptions extends RuntimeOptions {
  /** Bytes to take at most; more are `ERR_TOO_LARGE`. Default 33554432 (32 MiB). */
  readonly maxBytes?: number | undefined
}

/** Downloads what a link in a result leads to. As `downloadResult` of the main entry, which loads it. */
export async function downloadResult(
  { rpc }: Pick<OcrClient, 'rpc'>,
  address: string | URL,
  { maxBytes = MAX_BYTES, ...runtime }: DownloadOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  runtime.signal?.throwIfAborted()
  const source = webSource(rpc, address, 'address', runtime)
  if (!source) throw invalidOption('address', 'is not a web address', 'Pass a link of a result.')
  return readSource(source, { limit: maxBytes, field: 'address' }, runtime.signal)
}
