import { CredentialsError, type ErrorCode, expandPath, isMissingFile, type ReadFile, readTextFile, readVariable } from '@x/credentials-core'
import type { InspectFile } from './files.ts'
import { belowHome, folderOf, homeFolder, platformName, showPath } from './home-folder.ts'
import { checkProfileName, type ProfileFileOptions } from './profile-options.ts'
import type { Warn } from './profile-warning.ts'

/** What tells the two files apart. */
export interface ProfileFileKind {
  /** The provider's name. */
  readonly provider: string
  /** What errors call the file. */
  readonly what: string
  readonly variable: string
  /** The places below the home folder, the first that is there counts. */
  readonly defaults: readonly (readonly string[])[]
}

/** A profile's name, and who named it. */
export interface NamedProfile {
  readonly name: string
  readonly field: string
}

/** A file as it is now. */
export interface ProfileFile {
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
  /** Reads the text again. */
  readonly reread: () => Promise<string>
}

const MOST = 1024 * 1024

/** The profile that the caller or the variable names, if either does. */
export function namedProfile({ profile, env }: ProfileFileOptions): NamedProfile | undefined {
  if (profile !== undefined) return { name: profile, field: 'profile' }
  const field = 'ALIBABA_CLOUD_PROFILE'
  const name = readVariable(env, field)
  return name === undefined ? undefined : { name: checkProfileName(name, field), field }
}

/**
 * Nothing is configured here, so a chain may go on. When a profile was named that must be found, it may not: another identity would be worse
 * than an error. The field then says who named it.
 */
export function absent(
  kind: ProfileFileKind,
  options: ProfileFileOptions,
  problem: string,
  details: { field: string; hint: string; code?: ErrorCode },
): CredentialsError {
  const named = namedProfile(options)
  const nowhere = named && options.missingProfile === 'stop'
  const missing = named ? ` So there is no profile ${named.name}, which ${named.field} names.` : ''
  return new CredentialsError(`${problem}.${missing}`, {
    code: details.code ?? 'ERR_CREDENTIALS_NOT_CONFIGURED',
    provider: kind.provider,
    field: named?.field ?? details.field,
    hint: named ? `Check the name in ${named.field}, or add the profile.` : details.hint,
    skippable: !nowhere,
  })
}

/**
 * Reads the file: the one that the option names, else the variable, else the first of the usual ones that is there.
 *
 * @throws CredentialsError skippable when none is named and none is there; else `ERR_FILE_ACCESS`, also for one that is named and missing.
 */
export async function openProfileFile(kind: ProfileFileKind, options: ProfileFileOptions, warn: Warn): Promise<ProfileFile> {
  const { env, file, platform = platformName() } = options
  const home = await homeFolder({ home: options.home, env, platform })
  const byVariable = file === undefined ? readVariable(env, kind.variable) : undefined
  const given = file ?? byVariable
  if (given !== undefined) {
    const path = expandPath(given, { home })
    return read(path, file === undefined ? kind.variable : 'file')
  }
  if (home === undefined) {
    throw absent(kind, options, 'No home folder is known', { field: 'home', hint: `Set HOME or ${kind.variable}, or pass home or file.` })
  }
  const paths = kind.defaults.map((names) => belowHome(home, platform, ...names))
  for (const path of paths) {
    try {
      return await read(path, showPath(path, home))
    } catch (error) {
      if (!isMissingFile(error)) throw error
    }
  }
  const first = showPath(paths[0] ?? '', home)
  const hint = `Create it, or name another file by ${kind.variable}.`
  throw absent(kind, options, `The ${kind.what} ${first} does not exist`, { field: first, hint })

  async function read(path: string, field: string): Promise<ProfileFile> {
    const shown = showPath(path, home)
    const { readFile, inspectFile } = await access(options)
    const reread = (): Promise<string> =>
      readTextFile(shown, { provider: kind.provider, field, what: kind.what, limit: MOST, readFile: () => readFile(path) })
    const text = await reread()
    const openToAll = await checkRights(path, shown, field, inspectFile)
    return { path, shown, field, text, base: folderOf(path), home, platform, openToAll, reread }
  }

  async function checkRights(path: string, shown: string, field: string, inspect: InspectFile | undefined): Promise<boolean> {
    // Who may see a file is beside the point when it can be read after all.
    const facts = await inspect?.(path).catch(() => undefined)
    if (!facts) return false
    if (facts.foreign || (facts.mode & 0o077) !== 0) {
      const why = facts.foreign ? 'belongs to another user' : `is open to other users (mode 0${facts.mode.toString(8)})`
      const problem = `The ${kind.what} ${shown} ${why}`
      const hint = facts.foreign ? 'Make it your own with chown.' : `Run chmod 600 ${shown}.`
      if (options.strictPermissions) {
        throw new CredentialsError(`${problem}.`, { code: 'ERR_FILE_ACCESS', provider: kind.provider, field, hint })
      }
      warn('OPEN_PERMISSIONS', `${problem}.`, hint)
    }
    return (facts.mode & 0o002) !== 0
  }
}

/** Node's functions, unless the caller gives others. */
async function access({
  readFile,
  inspectFile,
}: ProfileFileOptions): Promise<{ readFile: ReadFile; inspectFile: InspectFile | undefined }> {
  if (readFile) return { readFile, inspectFile }
  const files = await import('#files')
  return { readFile: files.readFile, inspectFile: inspectFile ?? files.inspectFile }
}

/** The error of a file whose text breaks its grammar. It names the place and quotes nothing (R4). */
export function syntaxError(
  kind: ProfileFileKind,
  { shown, field }: Pick<ProfileFile, 'shown' | 'field'>,
  place: { line: number; column: number } | undefined,
  problem: string,
): CredentialsError {
  const at = place ? `, line ${place.line}, column ${place.column},` : ''
  const error = new CredentialsError(`The ${kind.what} ${shown}${at} ${problem}.`, {
    code: 'ERR_FILE_SYNTAX',
    provider: kind.provider,
    field,
    hint: place ? `Mend line ${place.line}.` : 'Mend the file.',
  })
  return Object.assign(error, place)
}
