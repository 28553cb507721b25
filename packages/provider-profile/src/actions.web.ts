import type { LockFile, UpdateFile } from './files.ts'
import type { RunProcess } from './run-process.ts'
import { unsupported } from './unsupported.ts'

/** Files are written and programs run on Node, and through the `./node` entry on Deno and Bun; elsewhere these throw `ERR_RUNTIME_UNSUPPORTED`. */
export const lockLogin: LockFile = async () => unsupported('has no files', 'lockLogin')
export const updateFile: UpdateFile = async () => unsupported('has no files', 'updateFile')
export const runProcess: RunProcess = async () => unsupported('cannot run programs', 'runProcess')
