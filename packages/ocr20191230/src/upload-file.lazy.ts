import { loadPart } from '@x/credentials-core'
import type { FileInput } from './file-input.ts'
import type { OcrClient } from './ocr-client.ts'
import type { UploadOptions } from './upload-file.ts'

/**
 * Uploads a file to the temporary storage of the platform and answers its address, which any operation takes. Operations upload their
 * files by themselves; this is for a file that several calls read. The storage is temporary.
 *
 * The code is loaded at the first use; `@x/ocr20191230/upload` has the same function loaded at once.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for what is not a file, `ERR_INPUT_LIMIT` for an empty or too large one, `ERR_TOO_LARGE`
 * above 32 MiB, `ERR_STREAM_CONSUMED` for a stream that something else reads, `ERR_UPLOAD` when the storage refuses, and what calls throw.
 * @example
 * const imageURL = await uploadFile(client, fileFrom('page.png'))
 */
export async function uploadFile(client: Pick<OcrClient, 'rpc'>, file: FileInput, options?: UploadOptions): Promise<string> {
  const { uploadFile: upload } = await loadPart(() => import('@x/ocr20191230/upload'))
  return upload(client, file, options)
}
