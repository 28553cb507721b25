import {
  CredentialsError,
  type ErrorCode,
  expandPath,
  isMissingFile,
  isSwitchedOn,
  readTextFile,
  readVariable,
  showPath,
} from '@x/credentials-core'
import { inspectFile as inspectAny, readFile as readAny } from '#system'
import { belowHome, folderOf, homeFolder } from './home-folder.ts'
import { platformName } from './platform-name.ts'
import type { ProfileFileKind } from './profile-file-kind.ts'
import { checkProfileName, type ProfileFileOptions } from './profile-options.ts'
import type { Warn } from './profile-warning.ts'

/** A profile's name, and who named it. */
interface NamedProfile {
  readonly name: string
  readonly field: string
}

/** A file as it is now. */
export interface ProfileFile {
  readonly kind: ProfileFileKind
  readonly path: string
  /** The path as errors show it. */
  readonly shown: string
  /** The option or variable that names it, else the path. */
  readonly field: string
  readonly text: string
  /** What relative paths in it are meant from. */
  readonly base: string | undefined
  readonly home: string | undefined
  readonly platform: string
  /** Whether anybody may change it, who could so have programs run. */
  readonly openToAll: boolean
  /** The profile that the caller or the variable names, if either does. */
  readonly named: NamedProfile | undefined
  /** Reads the text again. */
  readonly reread: () => Promise<string>
  /** The error that nothing is configured here, so that a chain may go on. */
  readonly absent: (problem: string, hint: string) => CredentialsError
}

const MOST = 1024 * 1024

function namedProfile({ profile, env }: ProfileFileOptions): NamedProfile | undefined {
  if (profile !== undefined) return { name: profile, field: 'profile' }
  const field = 'ALIBABA_CLOUD_PROFILE'
  const name = readVariable(env, field)
  return name === undefined ? undefined : { name: checkProfileName(name, field), field }
}

/**
 * Nothing is configured here, so a chain may go on. When a profile was named that must be found, it may not: another identity would be worse
 * than an error. The field then says who named it.
 */
function absent(
  { provider }: ProfileFileKind,
  { missingProfile }: ProfileFileOptions,
  named: NamedProfile | undefined,
  problem: string,
  field: string,
  hint: string,
  code: ErrorCode = 'ERR_CREDENTIALS_NOT_CONFIGURED',
): CredentialsError {
  if (!named) return new CredentialsError(`${problem}.`, { code, provider, field, hint, skippable: true })
  return new CredentialsError(`${problem}. So there is no profile ${named.name}, which ${named.field} names.`, {
    code,
    provider,
    field: named.field,
    hint: `Check the name in ${named.field}, or add the profile.`,
    skippable: missingProfile !== 'stop',
  })
}

/**
 * Reads the file: the one that the option names, else the variable, else the first of the usual ones that is there.
 *
 * @throws CredentialsError skippable when it is switched off, or none is named and none is there; else `ERR_FILE_ACCESS`, also for one that is
 * named and missing.
 */
export async function openProfileFile(kind: ProfileFileKind, options: ProfileFileOptions, warn: Warn): Promise<ProfileFile> {
  const { provider, what, variable, disabledBy } = kind
  // Node's functions, unless the caller gives others.
  const { env, file, platform = platformName(), readFile = readAny, inspectFile = options.readFile ? undefined : inspectAny } = options
  const named = namedProfile(options)
  if (disabledBy && isSwitchedOn(env, disabledBy)) {
    const problem = `${disabledBy} switches the ${what} off`
    throw absent(kind, options, named, problem, disabledBy, `Unset ${disabledBy} to use it.`, 'ERR_CREDENTIALS_DISABLED')
  }
  const home = homeFolder({ home: options.home, env, platform })
  const given = file ?? readVariable(env, variable)
  if (given !== undefined) return read(expandPath(given, { home }), file === undefined ? variable : 'file')
  if (home === undefined)
    throw absent(kind, options, named, 'No home folder is known', 'home', `Set HOME or ${variable}, or pass home or file.`)

  const paths = kind.defaults.map((names) => belowHome(home, platform, ...names))
  for (const path of paths) {
    try {
      return await read(path, showPath(path, home))
    } catch (error) {
      if (!isMissingFile(error)) throw error
    }
  }
  const first = showPath(paths[0] ?? '', home)
  throw absent(kind, options, named, `The ${what} ${first} does not exist`, first, `Create it, or name another file by ${variable}.`)

  async function read(path: string, field: string): Promise<ProfileFile> {
    const shown = showPath(path, home)
    const reread = (): Promise<string> => readTextFile(shown, { provider, field, what, limit: MOST, readFile: () => readFile(path) })
    const text = await reread()
    const openToAll = await checkRights(path, shown, field)
    return {
      ...{ kind, path, shown, field, text, base: folderOf(path), home, platform, openToAll, named, reread },
      absent: (problem, hint) => absent(kind, options, named, problem, field, hint),
    }
  }

  async function checkRights(path: string, shown: string, field: string): Promise<boolean> {
    // Who may see a file is beside the point when it can be read after all.
    const facts = await inspectFile?.(path).catch(() => undefined)
    if (!facts) return false
    const { mode, foreign } = facts
    if (foreign || (mode & 0o077) !== 0) {
      const problem = `The ${what} ${shown} ${foreign ? 'belongs to another user' : `is open to other users (mode 0${mode.toString(8)})`}.`
      const hint = foreign ? 'Make it your own with chown.' : `Run chmod 600 ${shown}.`
      if (options.strictPermissions) throw new CredentialsError(problem, { code: 'ERR_FILE_ACCESS', provider, field, hint })
      warn('OPEN_PERMISSIONS', problem, hint)
    }
    return (mode & 0o002) !== 0
  }
}
