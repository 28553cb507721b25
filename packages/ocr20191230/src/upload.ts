export { type DownloadOptions, downloadResult } from './download-result.ts'
export { type ReadLimits, readFileInput } from './read-file-input.ts'
export { type UploadOptions, uploadFile, uploadFiles, uploadPending } from './upload-file.ts'
