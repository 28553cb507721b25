import type { ReadFile } from '@x/credentials-core'
import type { InspectFile, LockFile, UpdateFile } from './files.ts'
import type { RunProcess } from './run-process.ts'
import { unsupported } from './unsupported.ts'

// Files are read and written and programs run on Node, and through the `./node` entry on Deno and Bun; elsewhere these throw
// `ERR_RUNTIME_UNSUPPORTED`.
export const readFile: ReadFile = async () => unsupported('has no files', 'readFile')
export const lockLogin: LockFile = async () => unsupported('has no files', 'lockLogin')
export const updateFile: UpdateFile = async () => unsupported('has no files', 'updateFile')
export const runProcess: RunProcess = async () => unsupported('cannot run programs', 'runProcess')

export const inspectFile: InspectFile = async () => undefined

export const homeFolder = (): string | undefined => undefined
