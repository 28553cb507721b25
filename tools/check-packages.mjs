// Holds the packages to one skeleton, to what they build and publish, to the levels of the house and to the dependencies they declare.
// `--fix` writes publishConfig.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkCycles } from './checks/cycles.mjs'
import { checkEntries } from './checks/entries.mjs'
import { checkImports } from './checks/imports.mjs'
import { checkSkeleton } from './checks/skeleton.mjs'
import { packages, withoutSource } from './lib/workspace.mjs'

const all = packages()
if (process.argv.includes('--fix')) for (const one of all) fixPublishConfig(one)

const problems = checkCycles(all)
for (const one of all) {
  const found = [...checkSkeleton(one), ...(await checkEntries(one)), ...checkImports(one)]
  problems.push(...found.map((problem) => `${one.folder}: ${problem}`))
}
for (const problem of problems) console.error(problem)
console.log(`${all.length} packages, ${problems.length} problems`)
process.exitCode = problems.length > 0 ? 1 : 0

function fixPublishConfig({ path, manifest }) {
  const { exports, imports, publishConfig } = manifest
  manifest.publishConfig = { ...publishConfig, exports: withoutSource(exports), ...(imports && { imports: withoutSource(imports) }) }
  writeFileSync(join(path, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
}
