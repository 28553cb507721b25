export { downloadResult } from './download-result.lazy.ts'
export type { DownloadOptions } from './download-result.ts'
export { type ReadLimits, readFileInput } from './read-file-input.lazy.ts'
export { type UploadOptions, uploadFile, uploadFiles, uploadPending } from './upload-file.ts'
