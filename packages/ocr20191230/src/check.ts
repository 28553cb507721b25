export { type CheckedFile, limitsOf } from '#file-limits'
export { checkFile, tooManyBytes } from './check-file.ts'
export { type FileFacts, type FileFormat, readFileFacts } from './file-facts.ts'
export type { InputLimits } from './input-limits.ts'
