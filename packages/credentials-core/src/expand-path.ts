/** Where a path stands. */
export interface PathPlace {
  /** The user's home folder, for a leading `~`. */
  readonly home?: string | undefined
  /** The folder that a relative path is meant from; without one, it stays as it is and means the working folder. */
  readonly base?: string | undefined
}

/**
 * The path that somebody meant: a leading `~/` is the home folder, and a relative path stands below `base`. Knows the paths of Windows,
 * too (`C:\…`, `\\server\…`), on every system.
 *
 * @example expandPath('~/keys/key.pem', { home: '/home/ann' }) // '/home/ann/keys/key.pem'
 */
export function expandPath(path: string, { home, base }: PathPlace = {}): string {
  if (home !== undefined && /^~([\\/]|$)/.test(path)) return join(home, path.slice(2))
  if (base === undefined || /^([\\/]|[A-Za-z]:[\\/])/.test(path)) return path
  return join(base, path)
}

/** With the separator that the folder itself uses. */
function join(folder: string, rest: string): string {
  const separator = /^[A-Za-z]:|\\/.test(folder) && !folder.includes('/') ? '\\' : '/'
  const trimmed = folder.replace(/[\\/]+$/, '')
  return rest === '' ? folder : `${trimmed}${separator}${rest}`
}
