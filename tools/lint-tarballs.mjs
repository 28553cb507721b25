// publint and attw on the packed tarballs, which are what users get.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root, runCommand } from './lib/run-command.mjs'

const OUT = join(root, '.results/tarballs')
let failed = 0
for (const tarball of readdirSync(OUT)) {
  const path = join(OUT, tarball)
  const runs = [
    ['publint', ['run', path, '--strict']],
    // ES modules only: require() of them works on every supported Node, and node10 knows no exports map.
    ['attw', [path, '--profile', 'esm-only']],
  ]
  for (const [command, args] of runs) {
    const { code, output } = await runCommand(command, args)
    if (code === 0) continue
    failed++
    console.error(`${command} ${tarball}:\n${output}`)
  }
}
console.log(`${failed} complaints`)
process.exitCode = failed > 0 ? 1 : 0
