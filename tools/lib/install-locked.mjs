import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runCommand } from './run-command.mjs'

/**
 * Installs what the lockfile in `source` names into `folder`, once: what few need is no part of the workspace's own installation. No install
 * script runs. Returns why it could not be installed, or undefined.
 */
export async function installLocked(source, folder) {
  const lock = readFileSync(join(source, 'package-lock.json'), 'utf8')
  const mark = join(folder, 'installed')
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return undefined
  rmSync(mark, { force: true })
  mkdirSync(folder, { recursive: true })
  for (const file of ['package.json', 'package-lock.json']) cpSync(join(source, file), join(folder, file))
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--legacy-peer-deps', '--loglevel=error']
  const { code, output } = await runCommand('npm', args, { cwd: folder, timeoutMs: 1_800_000 })
  if (code !== 0) return `its installation failed: ${output.trim().split('\n')[0]}`
  writeFileSync(mark, lock)
  return undefined
}
