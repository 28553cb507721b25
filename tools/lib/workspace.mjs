import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './run-command.mjs'

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))

/** The published packages: folder, path and manifest of each. */
export function packages() {
  return readdirSync(join(root, 'packages'))
    .filter((folder) => existsSync(join(root, 'packages', folder, 'package.json')))
    .map((folder) => {
      const path = join(root, 'packages', folder)
      return { folder, path, manifest: readJson(join(path, 'package.json')) }
    })
}

/** The npm scope of this repository's packages, with its @. */
export function scope() {
  return packages()[0].manifest.name.split('/')[0]
}

/** The name of the file into which a package is packed. */
export function tarballName({ name, version }) {
  return `${name.replace('@', '').replace('/', '-')}-${version}.tgz`
}

/** The folders of every member of the workspace, private ones included, relative to the root. */
export function memberFolders() {
  const groups = ['packages', 'examples', 'tools'].filter((group) => existsSync(join(root, group)))
  const folders = groups.flatMap((group) => readdirSync(join(root, group)).map((name) => `${group}/${name}`))
  return [...folders, 'bench'].filter((folder) => existsSync(join(root, folder, 'package.json')))
}

/** All files below a folder, as paths relative to it. */
export function filesBelow(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
}

/** The paths that an exports, imports or bin entry leads to, whatever the conditions. */
export function targets(entry) {
  if (typeof entry === 'string') return [entry]
  return Object.values(entry ?? {}).flatMap(targets)
}

/** The same entry without the condition that leads to the sources. */
export function withoutSource(entry) {
  if (typeof entry !== 'object' || entry === null) return entry
  return Object.fromEntries(
    Object.entries(entry)
      .filter(([name]) => name !== 'x-source')
      .map(([name, value]) => [name, withoutSource(value)]),
  )
}
