import { readFileInput } from '#any-file'
import { checkOperation } from './check-arguments.ts'
import type { Operation } from './define-operation.ts'
import type { FileInput } from './file-input.ts'
import { fitBytes } from './fit-bytes.ts'
import { MAX_BYTES } from './max-bytes.ts'

/** How a file is made to fit. */
export interface FitOptions {
  readonly signal?: AbortSignal | undefined
}

/**
 * Makes a picture fit an operation, as the option `fit: true` of a call does, for those who want to see or keep what is sent: turned
 * upright, scaled down and encoded anew as far as that is needed. On Node the package `sharp` must be installed.
 *
 * @throws AlibabaCloudError `ERR_INPUT_LIMIT` for what cannot be made to fit, `ERR_RUNTIME_UNSUPPORTED` without sharp or a canvas,
 * `ERR_TOO_LARGE` above 32 MiB, and what reading the file throws.
 * @example
 * const imageURL = await fit(fileFrom('photo.heic'), recognizeCharacter)
 */
export async function fit<Q extends object, S extends object>(
  file: FileInput,
  operation: Operation<Q, S>,
  { signal }: FitOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  checkOperation(operation)
  return fitBytes(await readFileInput(file, { limit: MAX_BYTES }, signal), operation.operation.action, 'file', signal)
}
