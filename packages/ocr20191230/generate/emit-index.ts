import { HEADER } from './comments.ts'
import type { OperationFile } from './emit-operation.ts'

/** What is written by hand. */
const BY_HAND = [
  `export { responseMetadata, RpcError, toMap, type Config, type ResponseMetadata, type RpcOperation, type RuntimeOptions } from '@x/tea-rpc'`,
  `export { fileFrom } from './file-from.ts'`,
  `export type { CallOptions, UploadProgress } from './call-options.ts'`,
  `export { Client } from './client.ts'`,
  `export { defineOperation, type Operation } from './define-operation.ts'`,
  `export { downloadResult } from './download-result.lazy.ts'`,
  `export type { DownloadOptions } from './download-result.ts'`,
  `export type { FileInput, LocalFile, SizedStream } from './file-input.ts'`,
  `export { createOcrClient, type OcrClient } from './ocr-client.ts'`,
  `export type { UploadOptions } from './upload-file.ts'`,
  `export { uploadFile } from './upload-file.lazy.ts'`,
  `export { waitForJob, type JobProgress, type JobStatus, type WaitForJobOptions } from './wait-for-job.ts'`,
]

/** Writes the public entry of the package. */
export function emitIndex(files: readonly OperationFile[]): string {
  const exports = files.map(({ functionName, types, path }) => {
    const names = [functionName, ...types.map((type) => `type ${type}`)]
    return `export { ${names.join(', ')} } from './${path.replace('src/', '')}'`
  })
  return [HEADER, ...BY_HAND, ...exports, ''].join('\n')
}
