import { AlibabaCloudError } from '@x/credentials-core'

/** Files are read on Node, Deno and Bun only; elsewhere this throws `ERR_RUNTIME_UNSUPPORTED`. */
export function fileFrom(_path: string | URL): AsyncIterable<Uint8Array> {
  throw new AlibabaCloudError('This runtime has no files.', {
    code: 'ERR_RUNTIME_UNSUPPORTED',
    hint: 'Pass bytes, a Blob or a stream. On Deno and Bun import fileFrom from @x/ocr20191230/node.',
  })
}
