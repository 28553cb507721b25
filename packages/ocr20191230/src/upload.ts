export { type UploadOptions, uploadFile, uploadFiles } from './upload-file.ts'
