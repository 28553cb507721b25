// `npm run release:dry`: what a release of this tree would publish, be it before or after its versions are made: versions, changelogs, files of each
// tarball, settings. It runs in a temporary copy, asks no registry and leaves the tree as it is; what is published it knows from the tags.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { readTarball, releaseProblems } from '../lib/packed.mjs'
import { progress } from '../lib/progress.mjs'
import { repositoryProblem } from '../lib/repository.mjs'
import { withTemporaryCopy } from '../lib/temporary-copy.mjs'
import { packages, tarballName } from '../lib/workspace.mjs'
import { commit } from './commit.mjs'
import { inDependencyOrder } from './dependency-order.mjs'
import { packPackages } from './pack-packages.mjs'
import { releaseTags, unreleased } from './unreleased.mjs'
import { readVersions, versionPackages } from './version-packages.mjs'

let problems = 0
const all = inDependencyOrder(packages().map(({ manifest, folder }) => ({ ...manifest, folder })))
await withTemporaryCopy(async (copy) => {
  commit(copy, 'the tree as it stands')
  const before = readVersions(copy)
  versionPackages(copy)
  const after = readVersions(copy)
  const tags = releaseTags()
  const untagged = unreleased(after, tags)
  const released = all.filter(({ name }) => untagged.includes(name))
  if (released.length === 0) return console.log('Each version has its tag: nothing would be published.')
  const isMade = ({ name }) => before.get(name) === after.get(name)
  if (tags.size === 0 && released.some(isMade))
    console.log('This clone has no tags of releases. If there were any, fetch them first, or all looks unpublished: git fetch --tags')

  const out = join(copy, 'tarballs')
  mkdirSync(out)
  const folders = released.map(({ folder }) => folder)
  await progress('Building and packing', packPackages(copy, folders, out))
  for (const { name } of released) show(readTarball(join(out, tarballName({ name, version: after.get(name) }))), step(name, before, after))
  showSummary(released, before, after)
})
console.log(`${problems} problems`)
process.exitCode = problems > 0 ? 1 : 0

/** A version that was made already, and not published yet, stands alone. */
function step(name, before, after) {
  return before.get(name) === after.get(name) ? after.get(name) : `${before.get(name)} → ${after.get(name)}`
}

function show(tarball, versions) {
  const { bytes, files, manifest } = tarball
  const { name, dependencies = {}, publishConfig } = manifest
  console.log(`\n== ${name} ${versions}: ${bytes.length} bytes packed, ${files.size} files`)
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
  for (const { name } of released) console.log(`   ${name.padEnd(28)} ${step(name, before, after)}`)
  // No problem of the tree: the workflow that publishes knows where it runs, and sets it for itself.
  const nameless = released.find((one) => repositoryProblem(one))
  if (nameless) console.log(`Before publishing: ${repositoryProblem(nameless)}`)
  const rest = all.filter((one) => !released.includes(one)).map(({ name }) => name)
  if (rest.length > 0) console.log(`Not published: ${rest.join(', ')}`)
}
