import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { listFiles } from './list-files.mjs'
import { root } from './run-command.mjs'
import { memberFolders } from './workspace.mjs'

/**
 * Runs work in a copy of the tree as it stands, uncommitted files included, and removes it afterwards. The copy is a git clone, because
 * changesets reads the history; its tools are this tree's own, linked, so that nothing is installed and no network is asked.
 */
export async function withTemporaryCopy(work) {
  const copy = mkdtempSync(join(tmpdir(), 'copy-'))
  try {
    execFileSync('git', ['clone', '--quiet', '--shared', '--no-checkout', root, copy])
    for (const file of listFiles().filter((name) => existsSync(join(root, name)))) {
      mkdirSync(dirname(join(copy, file)), { recursive: true })
      cpSync(join(root, file), join(copy, file))
    }
    linkTools(copy)
    return await work(copy)
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/** A git command inside the copy, under a name of its own so that it works where git knows no user. */
export function gitIn(copy, ...args) {
  const identity = ['-c', 'user.name=copy', '-c', 'user.email=copy@localhost', '-c', 'commit.gpgsign=false']
  return execFileSync('git', [...identity, ...args], { cwd: copy, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
}

/** The links between the members of the workspace are relative, so that they lead into the copy; those to other packages lead on through the root's. */
function linkTools(copy) {
  for (const folder of memberFolders()) {
    const links = join(root, folder, 'node_modules')
    if (existsSync(links) && existsSync(join(copy, folder)))
      cpSync(links, join(copy, folder, 'node_modules'), {
        recursive: true,
        verbatimSymlinks: true,
        filter: (path) => !path.endsWith('.vite'),
      })
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
}
