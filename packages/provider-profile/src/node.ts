import type { CredentialProvider } from '@x/credentials-core'
import {
  fromCliProfile as cliProfile,
  type FromCliProfileOptions,
  type FromProcessOptions,
  type FromProfileOptions,
  fromProcess as processOf,
  fromProfile as profileOf,
} from '@x/provider-profile'
import { homeFolder, inspectFile, lockLogin, readFile, runProcess, updateFile } from '#system.node'

export { fromCloudSso, fromOAuth } from '@x/provider-profile'

/** `fromProfile` with Node's files, for Deno and Bun. */
export const fromProfile = (options: FromProfileOptions): CredentialProvider => profileOf(withFiles(options))

/** `fromCliProfile` with Node's files and child processes, for Deno and Bun. */
export const fromCliProfile = (options: FromCliProfileOptions): CredentialProvider =>
  cliProfile(isObject(options) ? { ...withFiles(options), ...withActions(options) } : options)

/** `fromProcess` with Node's child processes, for Deno and Bun. */
export const fromProcess = (options: FromProcessOptions): CredentialProvider =>
  processOf(isObject(options) ? { ...options, runProcess: options.runProcess ?? runProcess } : options)

const isObject = (options: unknown): boolean => typeof options === 'object' && options !== null

function withActions({
  readFile,
  runProcess: run,
  updateFile: update,
  lockLogin: lock,
}: FromCliProfileOptions): Partial<FromCliProfileOptions> {
  return {
    runProcess: run ?? runProcess,
    updateFile: update ?? (readFile ? undefined : updateFile),
    lockLogin: lock ?? (readFile || update ? undefined : lockLogin),
  }
}

/** What the caller gives stands: files of one kind and rights of another do not go together. A member that is `undefined` is not given. */
function withFiles<O extends FromProfileOptions>(options: O): O {
  // Wrong options are refused where all are.
  if (!isObject(options)) return options
  return {
    ...options,
    home: options.home || (options.env ? undefined : homeFolder()),
    readFile: options.readFile ?? readFile,
    inspectFile: options.inspectFile ?? (options.readFile ? undefined : inspectFile),
  }
}
