import type { ReadFile } from '@x/credentials-core'
import type { InspectFile } from './files.ts'
import { unsupported } from './unsupported.ts'

/** Files are read on Node, and through the `./node` entry on Deno and Bun; elsewhere this throws `ERR_RUNTIME_UNSUPPORTED`. */
export const readFile: ReadFile = async () => unsupported('has no files', 'readFile')

export const inspectFile: InspectFile = async () => undefined

export const homeFolder = (): string | undefined => undefined
