import { AlibabaCloudError } from '@x/credentials-core'
import type { CheckpointStore } from './batch/checkpoint-store.ts'

/** Files are written on Node, Deno and Bun only; elsewhere this throws `ERR_RUNTIME_UNSUPPORTED`. */
export function checkpointFile(_path: string | URL): CheckpointStore {
  throw new AlibabaCloudError('This runtime has no files.', {
    code: 'ERR_RUNTIME_UNSUPPORTED',
    field: 'checkpoint',
    hint: 'Pass a checkpoint store of your own. On Deno and Bun import checkpointFile from @x/ocr20191230/node.',
  })
}

/** As `checkpointFile`. */
export const checkpointReader: (path: string | URL) => CheckpointStore = checkpointFile
