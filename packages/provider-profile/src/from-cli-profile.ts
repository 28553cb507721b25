import type { CredentialLike, CredentialProvider, FetchLike } from '@x/credentials-core'
import { fileProvider } from './file-provider.ts'
import type { LockFile, UpdateFile } from './files.ts'
import type { ProfileConfig } from './profile-config.ts'
import { checkProfileOptions, type ProfileFileOptions } from './profile-options.ts'
import type { RunProcess } from './run-process.ts'

export interface FromCliProfileOptions extends ProfileFileOptions {
  /** The file's path. Default: `ALIBABA_CLOUD_CONFIG_FILE`, else `~/.aliyun/config.json`. */
  readonly file?: string | undefined
  /** The profile's name. Default: `ALIBABA_CLOUD_PROFILE`, else the file's `current`, else `default`. */
  readonly profile?: string | undefined
  /** Makes the provider that a profile asks for: `createProvider` of `@x/credentials`, or a function of your own, which may be async. */
  readonly create: (config: ProfileConfig) => CredentialLike | Promise<CredentialLike>
  /** Sends the requests of CloudSSO and OAuth. Default: `createTransport` of `@x/tea-rpc/transport`. */
  readonly fetch?: FetchLike | undefined
  /** Milliseconds to wait for an answer of these. Default 10000; 0 means the default. */
  readonly timeout?: number | undefined
  /** Milliseconds to connect to these. Default 5000; 0 means the default. */
  readonly connectTimeout?: number | undefined
  /** Runs the program of a profile. Default: Node's child processes. */
  readonly runProcess?: RunProcess | undefined
  /** Writes the file when a login was renewed. Default: Node's; none with a `readFile` of your own. */
  readonly updateFile?: UpdateFile | undefined
  /** Lets one process at a time renew a login of the file. Default: Node's; none with a `readFile` or `updateFile` of your own. */
  readonly lockLogin?: LockFile | undefined
}

/**
 * Credentials of a profile in the config file of the official command line, in each of its modes. The file is read at the first call and again
 * at each refresh; relative paths in it count from its folder. A login that was renewed is written back, so that the command line and other
 * programs can go on; when that fails, it is a warning. `ALIBABA_CLOUD_CLI_PROFILE_DISABLED=true` switches all this off.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` at once, for an option that cannot be used.
 * @throws CredentialsError at a call. Skippable: switched off, no file, no profile of the name, or one whose keys are all empty.
 * `ERR_FILE_ACCESS`: a file that cannot be read, or was named and is missing. `ERR_FILE_SYNTAX`, with `line` and `column`.
 * `ERR_PROFILE_CYCLE`: source profiles that lead in a circle. `ERR_CREDENTIALS_LOGIN_REQUIRED`: a login that has ended.
 * `ERR_INVALID_OPTION`: a value that is missing or wrong. Else what the profile's own provider throws.
 * @example const provider = fromCliProfile({ create: createProvider })
 */
export function fromCliProfile(options: FromCliProfileOptions): CredentialProvider {
  const checked = checkProfileOptions(options, { number: 'timeout connectTimeout', function: 'fetch runProcess updateFile lockLogin' })
  return fileProvider('cli_profile', checked, ({ readCliProfile }) => readCliProfile(checked))
}
