import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { installLocked } from '../lib/install-locked.mjs'
import { root } from '../lib/run-command.mjs'

const source = join(root, 'tools/runtimes/engines')
const folder = join(root, '.results/engines')
const matrix = (version) => join(root, `tools/node-matrix/node_modules/node${version}/bin/node`)
const engine = (path) => join(folder, 'node_modules', path)

/**
 * The programs of the runtimes that are programs, each with how it runs a module, or with the reason why there is none. What only this gate needs
 * (Node 26, Deno, Bun: 350 MB) is installed when it first runs, by its own lockfile, and kept in .results.
 */
export async function findEngines() {
  const problem = await install()
  const all = {
    'Node 20': { path: matrix(20), args: [] },
    'Node 22': { path: matrix(22), args: [] },
    'Node 24': { path: process.execPath, args: [] },
    'Node 26': { path: engine('node26/bin/node'), args: [] },
    Deno: { path: engine('@deno/linux-x64-glibc/deno'), args: ['run', '--no-remote', '--no-lock', '--node-modules-dir=manual', '-A'] },
    Bun: { path: engine('@oven/bun-linux-x64/bin/bun'), args: ['run', '--no-install'] },
  }
  const reason = problem ?? `the registry has none for ${process.platform} ${process.arch}`
  return Object.entries(all).map(([name, { path, args }]) => (existsSync(path) ? { name, path, args } : { name, reason }))
}

/** Returns why it could not be installed, or undefined. */
async function install() {
  const isThere = process.platform === 'linux' && process.arch === 'x64'
  return isThere ? await installLocked(source, folder) : undefined
}
