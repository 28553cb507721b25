// Each published package whose sources changed since its last release is named by a changeset (`pnpm changeset` writes one).
// `changeset status` alone is satisfied by any changeset, even for another package.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../lib/run-command.mjs'
import { packages } from '../lib/workspace.mjs'

const folder = join(root, '.changeset')
const all = packages()
const problems = []
const named = new Set()
for (const file of readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'README.md')) {
  const [, front = ''] = /^---\n([\s\S]*?)\n---\n/.exec(readFileSync(join(folder, file), 'utf8')) ?? []
  const lines = front.split('\n').map((line) => /^["']?([^"':]+)["']?:\s*(major|minor|patch)$/.exec(line))
  if (lines.includes(null)) problems.push(`.changeset/${file}: its head must list packages as "@x/name": major | minor | patch`)
  for (const [, name] of lines.filter(Boolean)) {
    named.add(name)
    if (!all.some(({ manifest }) => manifest.name === name)) problems.push(`.changeset/${file}: there is no package ${name}`)
  }
}
for (const one of all) {
  if (!named.has(one.manifest.name) && isChanged(one))
    problems.push(`${one.manifest.name} changed and no changeset names it: pnpm changeset`)
}
for (const problem of problems) console.error(problem)
console.log(`${named.size} packages named, ${problems.length} problems`)
process.exitCode = problems.length > 0 ? 1 : 0

/** A release writes the changelog; what differs from then is a change. A package that was never released is one whole change. */
function isChanged({ folder: name, manifest }) {
  if (manifest.version === '0.0.0') return true
  const release = git('log', '-1', '--format=%H', '--', `packages/${name}/CHANGELOG.md`)
  return git('diff', '--name-only', release, '--', `packages/${name}/src`, `:!packages/${name}/src/**/*.test.ts`) !== ''
}

function git(...args) {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()
}
