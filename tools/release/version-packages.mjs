import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The files of the changesets that wait in the tree in `folder`. */
export function waitingChangesets(folder) {
  return readdirSync(join(folder, '.changeset')).filter((name) => name.endsWith('.md') && name !== 'README.md')
}

/** Turns the changesets of the tree in `folder` into versions and changelogs; returns what changesets said. Without any it does nothing. */
export function versionPackages(folder) {
  // Changesets takes it for a failure, and a tree whose release was just merged has none.
  if (waitingChangesets(folder).length === 0) return 'No changeset waits.'
  const said = execFileSync(process.execPath, [join(folder, 'node_modules/@changesets/cli/bin.js'), 'version'], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const one of readdirSync(join(folder, 'packages'))) writeConstant(join(folder, 'packages', one))
  return said.trim()
}

/** Name and version of every package in the tree in `folder`. */
export function readVersions(folder) {
  const manifests = readdirSync(join(folder, 'packages'))
    .map((one) => join(folder, 'packages', one, 'package.json'))
    .filter((path) => existsSync(path))
    .map((path) => JSON.parse(readFileSync(path, 'utf8')))
  return new Map(manifests.map(({ name, version }) => [name, version]))
}

function writeConstant(path) {
  const file = join(path, 'src/version.ts')
  if (!existsSync(file)) return
  const { version } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))
  writeFileSync(file, readFileSync(file, 'utf8').replace(/(VERSION = )'[^']*'/, `$1'${version}'`))
}
