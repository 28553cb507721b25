// `pnpm release:dry`: what a release of this tree would publish: versions, changelogs, files of each tarball, settings. It runs in a temporary
// copy, asks no registry and leaves the tree as it is.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { readTarball, releaseProblems } from '../lib/packed.mjs'
import { progress } from '../lib/progress.mjs'
import { repositoryProblem } from '../lib/repository.mjs'
import { gitIn, withTemporaryCopy } from '../lib/temporary-copy.mjs'
import { packages, tarballName } from '../lib/workspace.mjs'
import { inDependencyOrder } from './dependency-order.mjs'
import { packPackages } from './pack-packages.mjs'
import { readVersions, versionPackages } from './version-packages.mjs'

let problems = 0
const all = inDependencyOrder(packages().map(({ manifest, folder }) => ({ ...manifest, folder })))
await withTemporaryCopy(async (copy) => {
  gitIn(copy, 'add', '-A')
  gitIn(copy, 'commit', '--quiet', '--allow-empty', '--no-verify', '-m', 'the tree as it stands')
  const before = readVersions(copy)
  versionPackages(copy)
  const after = readVersions(copy)
  const released = all.filter(({ name }) => before.get(name) !== after.get(name))
  if (released.length === 0) return console.log('No changeset waits: nothing would be published.')

  const out = join(copy, 'tarballs')
  mkdirSync(out)
  const folders = released.map(({ folder }) => folder)
  await progress('Building and packing', packPackages(copy, folders, out))
  for (const { name } of released) show(readTarball(join(out, tarballName({ name, version: after.get(name) }))), before.get(name))
  showSummary(released, before, after)
})
console.log(`${problems} problems`)
process.exitCode = problems > 0 ? 1 : 0

function show(tarball, before) {
  const { bytes, files, manifest } = tarball
  const { name, version, dependencies = {}, publishConfig } = manifest
  console.log(`\n== ${name} ${before} → ${version}: ${bytes.length} bytes packed, ${files.size} files`)
  for (const [file, text] of files) console.log(`   ${String(Buffer.byteLength(text)).padStart(7)}  ${file.replace('package/', '')}`)
  const ranges = Object.entries(dependencies).map(([one, range]) => `${one} ${range}`)
  console.log(`   depends on ${ranges.join(', ') || 'nothing'}`)
  console.log(`   access ${publishConfig?.access}, provenance ${publishConfig?.provenance}`)
  const newest = (files.get('package/CHANGELOG.md') ?? '').split(/^## /m)[1]?.trim().split('\n') ?? []
  for (const line of newest) console.log(`   | ${line}`)
  for (const problem of releaseProblems(tarball)) {
    problems++
    console.log(`   PROBLEM: ${problem}`)
  }
}

function showSummary(released, before, after) {
  console.log('\nIn this order:')
  for (const { name } of released) console.log(`   ${name.padEnd(28)} ${before.get(name)} → ${after.get(name)}`)
  // No problem of the tree: the workflow that publishes knows where it runs, and sets it for itself.
  const nameless = released.find((one) => repositoryProblem(one))
  if (nameless) console.log(`Before publishing: ${repositoryProblem(nameless)}`)
  const rest = all.filter((one) => !released.includes(one)).map(({ name }) => name)
  if (rest.length > 0) console.log(`Not published: ${rest.join(', ')}`)
}
