/**
 * What is needed for files that are not simply in memory, and for uploads with options of their own: the upload of a picture by a page
 * does without.
 */
export { abortable } from './abortable.ts'
export { prepareFiles } from './prepare-files.ts'
export { readFileInput, readSource } from './read-file-input.ts'
