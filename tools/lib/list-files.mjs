import { execFileSync } from 'node:child_process'
import { root } from './run-command.mjs'

/** Every file of the project that is or could be committed, relative to its root. */
export function listFiles() {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate']
  return execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
    .trim()
    .split('\n')
}
