import { checkpointFile as fileOfRuntime } from '#checkpoint-file'
import type { CheckpointStore } from './batch/checkpoint-store.ts'

/**
 * A checkpoint in a file of lines, made when it is missing, readable by its owner only: it holds what was read from the pictures.
 * From the first use until `close`, the file `NAME.lock` beside it keeps others away; one that a killed process left is taken over.
 * Files are written on Node, Deno and Bun, on the latter two by `checkpointFile` of `@x/ocr20191230/node`; elsewhere this throws
 * `ERR_RUNTIME_UNSUPPORTED`.
 *
 * @throws AlibabaCloudError `ERR_FILE_ACCESS`, from the batch that uses it, for a file that cannot be opened or written, or that another
 * batch uses, in this process or another one.
 */
export function checkpointFile(path: string | URL): CheckpointStore {
  return fileOfRuntime(path)
}
