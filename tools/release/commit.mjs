import { gitIn } from '../lib/temporary-copy.mjs'

/** Commits the temporary copy as it stands: changesets and the gates read the history. */
export function commit(copy, message) {
  gitIn(copy, 'add', '-A')
  gitIn(copy, 'commit', '--quiet', '--allow-empty', '--no-verify', '-m', message)
}
