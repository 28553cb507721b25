import { type CredentialLike, type CredentialProvider, CredentialsError, checkOptions } from '@x/credentials-core'
import { readIniConfig } from './ini-config.ts'
import { parseIni } from './parse-ini.ts'
import type { ProfileConfig } from './profile-config.ts'
import { profileFields } from './profile-fields.ts'
import { absent, namedProfile, openProfileFile, type ProfileFile, type ProfileFileKind, syntaxError } from './profile-file.ts'
import { checkProfileOptions, PROFILE_FILE_OPTIONS, type ProfileFileOptions } from './profile-options.ts'
import { type ProfilePlan, planConfig, profileProvider } from './profile-plan.ts'
import { type Warn, warnOnce } from './profile-warning.ts'

export interface FromProfileOptions extends ProfileFileOptions {
  /** The file's path. Default: `ALIBABA_CLOUD_CREDENTIALS_FILE`, else `~/.alibabacloud/credentials`, else `credentials.ini` beside it. */
  readonly file?: string | undefined
  /** The profile's name. Default: `ALIBABA_CLOUD_PROFILE`, else `default`. */
  readonly profile?: string | undefined
  /** Makes the provider that a profile asks for: `createProvider` of `@x/credentials`, or a function of your own. */
  readonly create: (config: ProfileConfig) => CredentialLike
  /** Whether a section without the key `enable` counts. Default true. */
  readonly enableDefault?: boolean | undefined
}

const KIND: ProfileFileKind = {
  provider: 'profile',
  what: 'credentials file',
  variable: 'ALIBABA_CLOUD_CREDENTIALS_FILE',
  defaults: [
    ['.alibabacloud', 'credentials'],
    ['.alibabacloud', 'credentials.ini'],
  ],
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
  checkOptions(options, [...PROFILE_FILE_OPTIONS, 'enableDefault'])
  checkProfileOptions(options)
  const warn = warnOnce(KIND.provider, options.onWarning)
  return profileProvider(KIND.provider, () => loadProfile(options, warn), options.refresh)
}

async function loadProfile(options: FromProfileOptions, warn: Warn): Promise<{ label: string; plan: ProfilePlan }> {
  const named = namedProfile(options)
  const name = named?.name ?? 'default'
  const file = await openProfileFile(KIND, options, warn)
  const values = await readSection(file, name, warn)
  if (!values) {
    const hint = 'Add the section, or name another profile by ALIBABA_CLOUD_PROFILE.'
    throw absent(KIND, options, `The ${KIND.what} ${file.shown} has no section ${name}`, { field: file.field, hint })
  }
  const { enableDefault = true } = options
  if (!(values.enable === undefined ? enableDefault : values.enable.toLowerCase() === 'true')) {
    throw new CredentialsError(`The profile ${name} of ${file.shown} is disabled.`, {
      code: 'ERR_CREDENTIALS_DISABLED',
      provider: KIND.provider,
      field: 'enable',
      hint: 'Write enable = true into its section, or name another profile.',
      // Who names a profile means it, and gets no other instead.
      skippable: named === undefined,
    })
  }
  const config = readIniConfig(profileFields(KIND, file, name, values, warn))
  return { label: `${name} of ${file.shown}`, plan: planConfig(options.create, config) }
}

async function readSection(file: ProfileFile, name: string, warn: Warn): Promise<Readonly<Record<string, string>> | undefined> {
  const ini = await parseIni(file.text)
  if ('problem' in ini) throw syntaxError(KIND, file, ini, ini.problem)
  for (const { line, what } of ini.duplicates.slice(0, 20)) {
    warn('DUPLICATE', `The ${KIND.what} ${file.shown}, line ${line}, repeats a ${what}.`, 'Keep one: what stands last counts.')
  }
  return ini.sections.get(name)
}
