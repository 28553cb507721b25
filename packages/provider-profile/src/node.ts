import type { CredentialProvider } from '@x/credentials-core'
import {
  fromCliProfile as cliProfile,
  type FromCliProfileOptions,
  type FromProcessOptions,
  type FromProfileOptions,
  fromProcess as processOf,
  fromProfile as profileOf,
} from '@x/provider-profile'
import { runProcess, updateFile } from './actions.node.ts'
import { homeFolder, inspectFile, readFile } from './files.node.ts'

export { fromCloudSso, fromOAuth } from '@x/provider-profile'

/** `fromProfile` with Node's files, for Deno and Bun. */
export const fromProfile = (options: FromProfileOptions): CredentialProvider => profileOf(withFiles(options))

/** `fromCliProfile` with Node's files and child processes, for Deno and Bun. */
export const fromCliProfile = (options: FromCliProfileOptions): CredentialProvider =>
  cliProfile({
    ...withFiles(options),
    runProcess: options.runProcess ?? runProcess,
    updateFile: options.updateFile ?? (options.readFile ? undefined : updateFile),
  })

/** `fromProcess` with Node's child processes, for Deno and Bun. */
export const fromProcess = (options: FromProcessOptions): CredentialProvider =>
  processOf({ ...options, runProcess: options.runProcess ?? runProcess })

/** What the caller gives stands: files of one kind and rights of another do not go together. A member that is `undefined` is not given. */
function withFiles<O extends FromProfileOptions>(options: O): O {
  return {
    ...options,
    home: options.home ?? (options.env ? undefined : homeFolder()),
    readFile: options.readFile ?? readFile,
    inspectFile: options.inspectFile ?? (options.readFile ? undefined : inspectFile),
  }
}
