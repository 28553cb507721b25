/** What only Node can do for this package. */
export { homeFolder, inspectFile, readFile } from './files.node.ts'
export { lockLogin } from './lock-login.node.ts'
export { runProcess } from './run-process.node.ts'
export { updateFile } from './update-file.node.ts'
