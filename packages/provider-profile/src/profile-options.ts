import {
  type CacheOptions,
  type CredentialLike,
  checkNames,
  type Environment,
  invalidOption,
  type OptionNames,
  type ReadFile,
  takeOptions,
} from '@x/credentials-core'
import type { InspectFile } from './files.ts'
import type { ProfileConfig } from './profile-config.ts'
import type { OnWarning } from './profile-warning.ts'

/** What the two providers of a file have in common. */
export interface ProfileFileOptions {
  /** Makes the provider that a profile asks for. */
  readonly create: (config: ProfileConfig) => CredentialLike | Promise<CredentialLike>
  /** The profile's name. Default: `ALIBABA_CLOUD_PROFILE`, else what the file takes as default. */
  readonly profile?: string | undefined
  /** The file's path. */
  readonly file?: string | undefined
  /** The variables. Default: those of the process, read at each refresh. */
  readonly env?: Environment | undefined
  /** The user's home folder. Default: what the variables and the system say. */
  readonly home?: string | undefined
  /** Node's name for the system. Default: this system's. */
  readonly platform?: string | undefined
  /** Reads files. Default: Node's. */
  readonly readFile?: ReadFile | undefined
  /** Tells the rights of a file. Default: Node's; none with a `readFile` of your own. */
  readonly inspectFile?: InspectFile | undefined
  /** Refuses a file that others may read or write, instead of a warning. Default false. */
  readonly strictPermissions?: boolean | undefined
  /**
   * What becomes of a chain when a profile was named, in code or by the variable, and this file has none of the name: `skip` goes on to the
   * next link, `stop` ends it. In a chain, give `stop` to the last link that could have it. Default `skip`.
   */
  readonly missingProfile?: 'skip' | 'stop' | undefined
  /** Told of what works but should be mended. */
  readonly onWarning?: OnWarning | undefined
  /** Settings of the cache. */
  readonly refresh?: CacheOptions | undefined
}

/**
 * Checks what the options alone decide, and gives what was checked.
 *
 * @param own - Names of the provider's own options, by kind.
 * @throws AlibabaCloudError `ERR_INVALID_OPTION`, naming the option.
 */
export function checkProfileOptions<Options extends ProfileFileOptions>(options: Options, own: OptionNames): Options {
  const withOwn = (kind: keyof OptionNames, usual: string): string => [usual, own[kind]].join(' ').trim()
  const names = {
    ...own,
    any: 'create profile file home missingProfile',
    string: 'platform',
    boolean: withOwn('boolean', 'strictPermissions'),
    object: 'env refresh',
    function: withOwn('function', 'readFile inspectFile onWarning'),
  }
  checkNames(options, names)
  const { create, profile, file, home, missingProfile } = options
  if (typeof create !== 'function') throw invalidOption('create', 'is not a function', 'Pass one that makes a provider of a config.')
  if (home !== undefined && typeof home !== 'string') throw invalidOption('home', 'is no path', 'Give the path of the home folder.')
  if (profile !== undefined) checkProfileName(profile, 'profile')
  if (file !== undefined && (typeof file !== 'string' || file === ''))
    throw invalidOption('file', 'is no path', 'Give the path of the file.')
  if (missingProfile !== undefined && missingProfile !== 'skip' && missingProfile !== 'stop') {
    throw invalidOption('missingProfile', 'is not known', 'Use skip or stop.')
  }
  return takeOptions(options, names)
}

/** Names can hold any text on one line (R45). */
export function checkProfileName(name: string, field: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused.
  if (typeof name === 'string' && name !== '' && name.length <= 300 && !/[\0-\x1f\x7f-\x9f\u2028\u2029]/.test(name)) return name
  throw invalidOption(field, 'is no name of a profile', 'Give 1 to 300 characters, without control characters.')
}
