export { acquireLock, type FileLock, type LockOptions } from './lock-file.node.ts'
export { readFile } from './read-file.node.ts'
