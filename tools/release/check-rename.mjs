// Gives a temporary copy of the tree another scope by tools/rename-scope.mjs and sees that it still passes: lockfile, packages, lint, types, API
// pages, build, and the unit tests of two packages. It asks no network: what an installation would link anew is linked here.
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { root, runCommand } from '../lib/run-command.mjs'
import { gitIn, withTemporaryCopy } from '../lib/temporary-copy.mjs'
import { memberFolders, packages, scope } from '../lib/workspace.mjs'

const wanted = '@acme-cloud'
const env = { ...process.env, pnpm_config_verify_deps_before_run: 'false', TURBO_TELEMETRY_DISABLED: '1' }
let problems = 0

await withTemporaryCopy(async (copy) => {
  await run('tools/rename-scope.mjs', copy, 'node', 'tools/rename-scope.mjs', wanted)
  for (const folder of memberFolders()) {
    const links = join(copy, folder, 'node_modules', scope())
    if (existsSync(links)) renameSync(links, join(copy, folder, 'node_modules', wanted))
  }
  tell('no file names the old scope', filesNaming(copy, `${scope()}/`))
  const names = packages().map(({ folder }) => JSON.parse(readFileSync(join(copy, 'packages', folder, 'package.json'), 'utf8')).name)
  tell(`${names.length} packages have the new one`, names.filter((name) => !name.startsWith(`${wanted}/`)).join())

  // The age of what a lockfile names is checked with the registry whenever the lockfile changes; here only names of this repository did.
  await run('lockfile', copy, 'pnpm', 'install', '--frozen-lockfile', '--lockfile-only', '--offline', '--config.minimum-release-age=0')
  await run('packages', copy, 'node', 'tools/check-packages.mjs')
  await run('lint', copy, 'biome', 'check', '--error-on-warnings', '.')
  await run('exports', copy, 'node', 'tools/exports-snapshot.mjs')
  await run('types, web', copy, 'tsc', '-p', 'tsconfig.web.json')
  await run('types, Node', copy, 'tsc', '-p', 'tsconfig.node.json')
  await run('API pages', copy, 'node', 'tools/api-pages/main.mjs')
  for (const { folder } of packages()) await run(`build of ${folder}`, join(copy, 'packages', folder), 'tsdown')
  await run('unit tests', copy, 'vitest', 'run', '--project', 'node', 'packages/credentials-core', 'packages/provider-sts')
})
console.log(`${problems} problems`)
process.exitCode = problems > 0 ? 1 : 0

function filesNaming(copy, text) {
  gitIn(copy, 'add', '-A')
  try {
    return gitIn(copy, 'grep', '--cached', '-lF', text)
  } catch (error) {
    if (error.status === 1) return ''
    throw error
  }
}

async function run(what, cwd, command, ...args) {
  const { code, output } = await runCommand(join(root, 'node_modules/.bin', command), args, { cwd, env, timeoutMs: 1_200_000 })
  tell(what, code === 0 ? '' : output)
}

function tell(what, problem) {
  if (problem) problems++
  console[problem ? 'error' : 'log'](problem ? `FAIL  ${what}: ${problem}` : `ok    ${what}`)
}
