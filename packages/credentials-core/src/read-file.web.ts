import { AlibabaCloudError } from './errors.ts'
import type { ReadFile } from './read-text-file.ts'

/** Files are read on Node, and through the `./node` entries on Deno and Bun; elsewhere this throws `ERR_RUNTIME_UNSUPPORTED`. */
export const readFile: ReadFile = async () => {
  throw new AlibabaCloudError('This runtime has no files.', {
    code: 'ERR_RUNTIME_UNSUPPORTED',
    hint: 'Pass the value itself or the option readFile. On Deno and Bun, import the provider from the /node entry of its package.',
  })
}
