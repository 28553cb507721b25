import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runCommand } from '../lib/run-command.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/**
 * Finds Chromium for the browser tests: CHROMIUM_PATH, then the PATH; where a machine lets us (root, apt-get) Debian's is installed.
 * Returns its path, or an empty path and the reason.
 */
export async function findChromium(env = process.env) {
  const named = env.CHROMIUM_PATH
  if (named) return isExecutable(named) ? { path: named } : { path: '', reason: `CHROMIUM_PATH is ${named}, which is no program` }
  const found = onPath(env)
  if (found) return { path: found }
  const reason = await install(env)
  const path = onPath(env)
  return path ? { path } : { path: '', reason: reason ?? 'apt-get installed no program of that name' }
}

function onPath({ PATH = '' }) {
  const candidates = PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))
  return candidates.find(isExecutable)
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Returns why it could not be installed, or undefined. */
async function install(env) {
  if (process.platform !== 'linux' || process.getuid() !== 0)
    return 'there is no Chromium, and installing one needs root (or set CHROMIUM_PATH)'
  // Long: an installation that is cut off leaves a machine half-done, and the first step mends what an earlier one left.
  const options = { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: 15 * 60_000 }
  for (const [command, ...args] of [
    ['dpkg', '--configure', '-a'],
    ['apt-get', 'update'],
    ['apt-get', 'install', '-y', '--no-install-recommends', 'chromium'],
  ]) {
    const { code, output } = await runCommand(command, args, options)
    if (code !== 0) return `there is no Chromium, and ${command} ${args[0]} failed: ${output.trim().split('\n').at(-1)}`
  }
  return undefined
}
