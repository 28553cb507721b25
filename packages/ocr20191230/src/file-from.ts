import { fileFrom as fileOfRuntime } from '#fs'
import type { LocalFile } from './file-input.ts'

/**
 * A file of this machine as the value of a file field. It is opened when it is needed, and again when it is needed again. Files are read on
 * Node, Deno and Bun, on the latter two by `fileFrom` of `@x/ocr20191230/node`; elsewhere this throws `ERR_RUNTIME_UNSUPPORTED`.
 *
 * @throws AlibabaCloudError `ERR_FILE_ACCESS`, from the call that reads it, for what cannot be read or is not a regular file.
 * @example
 * const { data } = await recognizeTrainTicket(client, { imageURL: fileFrom('ticket.jpg') })
 */
export function fileFrom(path: string | URL): LocalFile {
  return fileOfRuntime(path)
}
