import { AlibabaCloudError } from '@x/credentials-core'
import type { LocalFile } from './file-input.ts'

/** Whether requests can be sent while their body is still being read: few platforms can, and only by HTTP/2. */
export const STREAMS_BODIES: boolean = false

/** Files are read on Node, Deno and Bun only; elsewhere this throws `ERR_RUNTIME_UNSUPPORTED`. */
export function fileFrom(_path: string | URL): LocalFile {
  throw new AlibabaCloudError('This runtime has no files.', {
    code: 'ERR_RUNTIME_UNSUPPORTED',
    hint: 'Pass bytes, a Blob or a stream. On Deno and Bun import fileFrom from @x/ocr20191230/node.',
  })
}
