import type { CredentialProvider } from '@x/credentials-core'
import {
  fromCliProfile as cliProfile,
  type FromCliProfileOptions,
  type FromProcessOptions,
  type FromProfileOptions,
  fromProcess as processOf,
  fromProfile as profileOf,
} from '@x/provider-profile'
import { homeFolder, inspectFile, readFile, updateFile } from './files.node.ts'
import { runProcess } from './run-process.node.ts'

export { fromCloudSso, fromOAuth } from '@x/provider-profile'

/** `fromProfile` with Node's files, for Deno and Bun. */
export const fromProfile = (options: FromProfileOptions): CredentialProvider => profileOf(withFiles(options))

/** `fromCliProfile` with Node's files and child processes, for Deno and Bun. */
export const fromCliProfile = (options: FromCliProfileOptions): CredentialProvider =>
  cliProfile({ runProcess, ...(options.readFile ? {} : { updateFile }), ...withFiles(options) })

/** `fromProcess` with Node's child processes, for Deno and Bun. */
export const fromProcess = (options: FromProcessOptions): CredentialProvider => processOf({ runProcess, ...options })

/** What the caller gives stands: files of one kind and rights of another do not go together. */
function withFiles<O extends FromProfileOptions>(options: O): O {
  const files = options.readFile ? {} : { readFile, inspectFile }
  return { ...(options.home || options.env ? {} : { home: homeFolder() }), ...files, ...options }
}
