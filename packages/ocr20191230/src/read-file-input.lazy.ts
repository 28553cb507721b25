import { loadPart } from '@x/credentials-core'
import type { FileInput } from './file-input.ts'
import type { ReadLimits } from './read-file-input.ts'

export type { ReadLimits } from './read-file-input.ts'

/**
 * The bytes of a file, of whatever kind it is. Stops reading as soon as there are more than it may have.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for what is not a file, `ERR_INPUT_LIMIT` for an empty file and for one above the
 * limit of an operation, `ERR_TOO_LARGE` above our own, `ERR_STREAM_CONSUMED` for a stream that something else reads.
 */
export async function readFileInput(file: FileInput, limits: ReadLimits, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const { readFileInput: read } = await loadPart(() => import('#any-file'))
  return read(file, limits, signal)
}
