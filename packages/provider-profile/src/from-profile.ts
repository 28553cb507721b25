import type { CredentialLike, CredentialProvider } from '@x/credentials-core'
import { fileProvider } from './file-provider.ts'
import type { ProfileConfig } from './profile-config.ts'
import { checkProfileOptions, type ProfileFileOptions } from './profile-options.ts'

export interface FromProfileOptions extends ProfileFileOptions {
  /** The file's path. Default: `ALIBABA_CLOUD_CREDENTIALS_FILE`, else `~/.alibabacloud/credentials`, else `credentials.ini` beside it. */
  readonly file?: string | undefined
  /** The profile's name. Default: `ALIBABA_CLOUD_PROFILE`, else `default`. */
  readonly profile?: string | undefined
  /** Makes the provider that a profile asks for: `createProvider` of `@x/credentials`, or a function of your own, which may be async. */
  readonly create: (config: ProfileConfig) => CredentialLike | Promise<CredentialLike>
  /** Whether a section without the key `enable` counts. Default true. */
  readonly enableDefault?: boolean | undefined
}

/**
 * Credentials of a profile in the credentials file, an ini file with a section a profile. The file is read at the first call and again at each
 * refresh; relative paths in it count from its folder, and `~/` is the home folder.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` at once, for an option that cannot be used.
 * @throws CredentialsError at a call. Skippable: no file, no section `default` or one that is disabled, a named profile that is not there.
 * `ERR_FILE_ACCESS`: a file that cannot be read, or was named and is missing. `ERR_FILE_SYNTAX`, with `line` and `column`.
 * `ERR_CREDENTIALS_DISABLED`: a named profile with `enable = false`. `ERR_INVALID_OPTION`: a value that is missing or wrong.
 * @example const provider = fromProfile({ profile: 'client1', create: createProvider })
 */
export function fromProfile(options: FromProfileOptions): CredentialProvider {
  const checked = checkProfileOptions(options, { boolean: 'enableDefault' })
  return fileProvider('profile', checked, ({ readIniProfile }) => readIniProfile(checked))
}
