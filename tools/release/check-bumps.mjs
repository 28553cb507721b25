// Proves in a temporary copy, without network, that versions are independent: from the first release on, a patch of one package bumps it alone,
// and a release that leaves the range of its dependents bumps those, and no others. And of the release that waits it sees that a major of one
// package comes with a major of each that shows its types.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gitIn, withTemporaryCopy } from '../lib/temporary-copy.mjs'
import { packages } from '../lib/workspace.mjs'
import { commit } from './commit.mjs'
import { boundPackages, missingMajors, neededMajors } from './needed-majors.mjs'
import { readVersions, versionPackages } from './version-packages.mjs'

const steps = { patch: [0, 0, 1], minor: [0, 1, 0], major: [1, 0, 0] }
const all = packages().map(({ manifest }) => manifest)
const providers = all.map(({ name }) => name).filter((name) => name.includes('/provider-'))
const core = all.map(({ name }) => name).find((name) => name.endsWith('/credentials-core'))
const peers = new Set(
  all.flatMap(({ peerDependencies = {} }) => Object.keys(peerDependencies).filter((name) => all.some((one) => one.name === name))),
)
const bound = boundPackages(packages())
const releases = [
  ...providers.map((name) => [name, 'patch']),
  [core, 'patch'],
  [core, 'minor'],
  [core, 'major'],
  [providers[0], 'major'],
  ...[...peers].flatMap((name) => [
    [name, 'minor'],
    [name, 'major'],
  ]),
]

let problems = 0
await withTemporaryCopy((copy) => {
  commit(copy, 'the tree as it stands')
  const now = readVersions(copy)
  versionPackages(copy)
  commit(copy, 'a release of all that waits')
  const before = readVersions(copy)
  const missing = missingMajors(now, before, bound)
  tell(
    'each major comes with those that it needs',
    missing.length === 0,
    `a changeset must say major of ${missing.join(', ')}: each shows types of a package that gets a major, or asks for it as a peer`,
  )
  // As it is once the pull request with the versions is merged: the workflow tests and publishes that tree.
  versionPackages(copy)
  tell('where no changeset waits, nothing is released', gitIn(copy, 'status', '--porcelain') === '', 'the tree is changed')
  for (const [name, version] of before)
    tell(`${name} is released as ${version}`, !version.startsWith('0.'), 'below 1.0.0: its changeset must say major')
  for (const [name, type] of releases) checkRelease(copy, before, name, type)
})
console.log(`${releases.length} releases, ${problems} problems`)
process.exitCode = problems > 0 ? 1 : 0

function checkRelease(copy, before, name, type) {
  const together = type === 'major' ? [...neededMajors([name], bound)] : [name]
  const head = together.map((one) => `"${one}": ${type}`).join('\n')
  writeFileSync(join(copy, '.changeset/one.md'), `---\n${head}\n---\n\nA ${type}.\n`)
  gitIn(copy, 'add', '-A')
  versionPackages(copy)
  const after = readVersions(copy)
  gitIn(copy, 'reset', '--quiet', '--hard')
  gitIn(copy, 'clean', '--quiet', '--force', '-d', 'packages', '.changeset')
  const bumped = [...after].filter(([one, version]) => version !== before.get(one)).map(([one, version]) => `${one} ${version}`)
  const wanted = expected(before, together, type).map(([one, version]) => `${one} ${version}`)
  tell(
    `a ${type} of ${name} bumps ${bumped.join(', ') || 'nothing'}`,
    bumped.sort().join() === wanted.sort().join(),
    `wanted ${wanted.join(', ')}`,
  )
}

/** The packages themselves, and with a major, which is outside every `^` range, a patch of each other that depends on one. */
function expected(before, together, type) {
  const own = together.map((name) => [name, add(before.get(name), steps[type])])
  if (type !== 'major') return own
  const dependents = all.filter(({ name, dependencies = {} }) => !together.includes(name) && together.some((one) => one in dependencies))
  return [...own, ...dependents.map((one) => [one.name, add(before.get(one.name), steps.patch)])]
}

function add(version, [major, minor, patch]) {
  const [a, b, c] = version.split('.').map(Number)
  if (major) return `${a + 1}.0.0`
  return minor ? `${a}.${b + 1}.0` : `${a}.${b}.${c + patch}`
}

function tell(what, passed, wanted) {
  if (!passed) problems++
  console[passed ? 'log' : 'error'](passed ? `ok    ${what}` : `FAIL  ${what}: ${wanted}`)
}
