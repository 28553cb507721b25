// For the release workflow: builds and packs every package whose version was not released yet (there is no tag NAME@VERSION) into
// .results/release, and tells the workflow how many there are and how many changesets wait.
import { appendFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readTarball, releaseProblems } from '../lib/packed.mjs'
import { repositoryProblem, withRepository } from '../lib/repository.mjs'
import { root } from '../lib/run-command.mjs'
import { packages } from '../lib/workspace.mjs'
import { packPackages } from './pack-packages.mjs'
import { releaseTags, unreleased } from './unreleased.mjs'
import { readVersions, waitingChangesets } from './version-packages.mjs'

const out = join(root, '.results/release')
const { GITHUB_REPOSITORY: repository, GITHUB_SERVER_URL: server, GITHUB_OUTPUT: output } = process.env
const ranIn = repository && `${server}/${repository}`
const waiting = waitingChangesets(root).length
const untagged = unreleased(readVersions(root), releaseTags())
// While changesets wait, their versions are not made yet.
const released = waiting > 0 ? [] : packages().filter(({ manifest: { name } }) => untagged.includes(name))

rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })
for (const one of released) nameRepository(one)
if (released.length > 0)
  await packPackages(
    root,
    released.map(({ folder }) => folder),
    out,
  )
const problems = readdirSync(out).flatMap((file) => {
  const tarball = readTarball(join(out, file))
  return [...releaseProblems(tarball).map((problem) => `${file}: ${problem}`), repositoryProblem(tarball.manifest, ranIn)].filter(Boolean)
})
for (const problem of problems) console.error(problem)
if (output) appendFileSync(output, `waiting=${waiting}\npacked=${released.length}\n`)
console.log(`${waiting} changesets wait, ${released.length} packages packed, ${problems.length} problems`)
process.exitCode = problems.length > 0 ? 1 : 0

/** Where nobody has set the repository yet, the workflow knows in which it runs. */
function nameRepository({ manifest, path, folder }) {
  if (manifest.repository || !ranIn) return
  const named = withRepository(manifest, `git+${ranIn}.git`, `packages/${folder}`)
  writeFileSync(join(path, 'package.json'), `${JSON.stringify(named, null, 2)}\n`)
}
