import { type Environment, readVariable } from '@x/credentials-core'
import { homeFolder as homeOfUser } from '#system'

/** Where the user's files are. */
export interface HomePlace {
  readonly home?: string | undefined
  readonly env?: Environment | undefined
  /** Node's name for the system. */
  readonly platform: string
}

/**
 * The user's home folder: as given, if not empty, else by the variables, else by the user database of the process; `undefined` when none
 * says. Variables that are given count alone.
 */
export function homeFolder({ home, env, platform }: HomePlace): string | undefined {
  if (home) return home
  const named = platform === 'win32' ? windowsHome(env) : readVariable(env, 'HOME')
  return named ?? (env ? undefined : homeOfUser())
}

function windowsHome(env: Environment | undefined): string | undefined {
  const path = readVariable(env, 'HOMEPATH')
  const drive = readVariable(env, 'HOMEDRIVE') ?? ''
  return readVariable(env, 'USERPROFILE') ?? (path && (/^[A-Za-z]:/.test(path) ? path : drive + path)) ?? readVariable(env, 'HOME')
}

/** A path below the home folder, in the way of the system. */
export function belowHome(home: string, platform: string, ...names: string[]): string {
  const separator = platform === 'win32' ? '\\' : '/'
  return [home.replace(/[\\/]+$/, ''), ...names].join(separator)
}

/** The folder that a file is in; `undefined` for a bare name, which means the working folder. */
export function folderOf(path: string): string | undefined {
  const end = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'))
  return end < 0 ? undefined : path.slice(0, end) || path.slice(0, 1)
}
