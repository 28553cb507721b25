import { AlibabaCloudError, type ReadFile } from '@x/credentials-core'
import type { InspectFile, UpdateFile } from './files.ts'

/** Files are reached on Node, and through the `./node` entry on Deno and Bun; elsewhere these throw `ERR_RUNTIME_UNSUPPORTED`. */
export const readFile: ReadFile = async () => unsupported('readFile')
export const updateFile: UpdateFile = async () => unsupported('updateFile')

export const inspectFile: InspectFile = async () => undefined

export const homeFolder = (): string | undefined => undefined

function unsupported(option: string): never {
  throw new AlibabaCloudError('This runtime has no files.', {
    code: 'ERR_RUNTIME_UNSUPPORTED',
    hint: `Pass the option ${option}. On Deno and Bun, import the provider from @x/provider-profile/node.`,
  })
}
