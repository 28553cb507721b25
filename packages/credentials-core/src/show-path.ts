import { maskPath } from './mask-tokens.ts'

/**
 * A path as errors and reports show it: with `~` for the home folder (R10), and without what looks like a secret.
 *
 * @example showPath('/home/ann/.aliyun/token', '/home/ann') // '~/.aliyun/token'
 */
export function showPath(path: string, home?: string): string {
  const folder = home?.replace(/[\\/]+$/, '')
  const rest = folder && path.startsWith(folder) ? path.slice(folder.length) : path
  return maskPath(rest === path || !/^([\\/]|$)/.test(rest) ? path : `~${rest}`)
}
