/** What is asked of each file before it is sent. What is wrong with one is said by `./check`, which is loaded then. */
export { brokenLimit, limitsOf } from './broken-limit.ts'
export { readFormat } from './file-format.ts'
export { isFrame, jpegSegments } from './jpeg-segments.ts'
