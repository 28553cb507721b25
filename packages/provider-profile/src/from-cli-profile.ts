import {
  type CredentialLike,
  type CredentialProvider,
  CredentialsError,
  checkOptions,
  type FetchLike,
  readVariable,
} from '@x/credentials-core'
import { CLI_FILE, type CliFile, type CliProfile, readCliFile } from './cli-file.ts'
import { isBlank, planCliProfile } from './cli-plan.ts'
import { type CliFields, editCliProfile } from './edit-cli-profile.ts'
import type { UpdateFile } from './files.ts'
import type { ProfileConfig } from './profile-config.ts'
import { absent, namedProfile, openProfileFile, type ProfileFile } from './profile-file.ts'
import { checkProfileOptions, PROFILE_FILE_OPTIONS, type ProfileFileOptions } from './profile-options.ts'
import { type ProfilePlan, profileProvider } from './profile-plan.ts'
import { type Warn, warnOnce } from './profile-warning.ts'
import type { RunProcess } from './run-process.ts'

export interface FromCliProfileOptions extends ProfileFileOptions {
  /** The file's path. Default: `ALIBABA_CLOUD_CONFIG_FILE`, else `~/.aliyun/config.json`. */
  readonly file?: string | undefined
  /** The profile's name. Default: `ALIBABA_CLOUD_PROFILE`, else the file's `current`, else `default`. */
  readonly profile?: string | undefined
  /** Makes the provider that a profile asks for: `createProvider` of `@x/credentials`, or a function of your own. */
  readonly create: (config: ProfileConfig) => CredentialLike
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
}

const SWITCH = 'ALIBABA_CLOUD_CLI_PROFILE_DISABLED'

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
  checkOptions(options, [...PROFILE_FILE_OPTIONS, 'fetch', 'timeout', 'connectTimeout', 'runProcess', 'updateFile'])
  checkProfileOptions(options)
  const warn = warnOnce(CLI_FILE.provider, options.onWarning)
  return profileProvider(CLI_FILE.provider, () => loadProfile(options, warn), options.refresh)
}

async function loadProfile(options: FromCliProfileOptions, warn: Warn): Promise<{ label: string; plan: ProfilePlan }> {
  if (readVariable(options.env, SWITCH)?.toLowerCase() === 'true') {
    const hint = `Unset ${SWITCH} to use it.`
    throw absent(CLI_FILE, options, `${SWITCH} switches the ${CLI_FILE.what} off`, {
      code: 'ERR_CREDENTIALS_DISABLED',
      field: SWITCH,
      hint,
    })
  }
  const file = await openProfileFile(CLI_FILE, options, warn)
  const cli = await readCliFile(file)
  if (cli.hasDuplicates)
    warn('DUPLICATE', `The ${CLI_FILE.what} ${file.shown} has several profiles of one name.`, 'Keep one: the first counts.')
  const named = namedProfile(options)
  const name = named?.name ?? cli.current ?? 'default'
  const profile = cli.profiles.get(name)
  if (!profile) throw notThere(options, file, cli, name)
  if (isBlank(profile)) {
    const hint = 'Run aliyun configure.'
    throw absent(CLI_FILE, options, `The profile ${name} of ${file.shown} has no keys`, { field: file.field, hint })
  }
  const save = (owner: string, change: (now: CliProfile) => CliFields | undefined): Promise<void> =>
    saveProfile(options, file, owner, change, warn)
  const reload = async (): Promise<CliFile> => readCliFile({ ...file, text: await file.reread() })
  return { label: `${name} of ${file.shown}`, plan: planCliProfile({ options, file, cli, warn, reload, save }, name, profile) }
}

function notThere(options: FromCliProfileOptions, file: ProfileFile, cli: CliFile, name: string): CredentialsError {
  if (!namedProfile(options) && cli.current !== undefined && cli.profiles.size > 0) {
    return new CredentialsError(`The current profile of ${file.shown} is not in the file.`, {
      code: 'ERR_INVALID_OPTION',
      provider: CLI_FILE.provider,
      field: 'current',
      hint: 'Run aliyun configure switch, or name a profile by ALIBABA_CLOUD_PROFILE.',
    })
  }
  const hint = 'Run aliyun configure, or name another profile by ALIBABA_CLOUD_PROFILE.'
  return absent(CLI_FILE, options, `The ${CLI_FILE.what} ${file.shown} has no profile ${name}`, { field: file.field, hint })
}

/** Writes fields of a profile. The credentials are at hand, so a file that cannot be written is no reason to fail (R57). */
async function saveProfile(
  options: FromCliProfileOptions,
  { path, shown }: ProfileFile,
  owner: string,
  change: (now: CliProfile) => CliFields | undefined,
  warn: Warn,
): Promise<void> {
  try {
    const update = options.updateFile ?? (options.readFile ? undefined : (await import('#files')).updateFile)
    if (!update) throw Object.assign(new Error('no way to write'), { code: 'ENOWRITER' })
    await update(path, (text) => editCliProfile(text, owner, change))
  } catch (error) {
    const { code } = (error ?? {}) as { code?: unknown }
    const why = typeof code === 'string' && /^[A-Z_0-9]{1,60}$/.test(code) ? ` (${code})` : ''
    const hint =
      code === 'ELOCKED'
        ? `Another program holds ${shown}.lock; remove it if there is none.`
        : 'Give this process the right to write the file and its folder, or the option updateFile.'
    warn('NOT_SAVED', `What was renewed for the profile ${owner} could not be written to ${shown}${why}.`, hint)
  }
}
