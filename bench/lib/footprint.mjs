import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const bench = fileURLToPath(new URL('..', import.meta.url))

/** What an installation of a package brings: itself and all that it depends on, each version once. */
export function footprintOf(name) {
  const folders = closure(locate(name, bench))
  const all = [...folders].map((folder) => ({ folder, isOurs: !folder.includes('node_modules'), ...weigh(folder) }))
  const ours = all.filter(({ isOurs }) => isOurs)
  const sum = (list, member) => list.reduce((total, one) => total + one[member], 0)
  return {
    packages: all.length,
    own: ours.length,
    bytes: sum(all, 'bytes'),
    files: sum(all, 'files'),
    ownBytes: sum(ours, 'bytes'),
    ownFiles: sum(ours, 'files'),
    names: all.map(({ folder }) => readManifest(folder).name).sort(),
  }
}

function closure(folder, seen = new Set()) {
  if (seen.has(folder)) return seen
  seen.add(folder)
  const { dependencies = {}, optionalDependencies = {} } = readManifest(folder)
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    const found = locate(name, folder)
    if (found) closure(found, seen)
    else if (name in dependencies) throw new Error(`${name}, which ${folder} needs, is not installed.`)
  }
  return seen
}

/** The folder of a package as another one finds it; undefined when it is not installed, as optional ones may be. */
function locate(name, from) {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name)
    if (existsSync(candidate)) return realpathSync(candidate)
    if (dirname(folder) === folder) return undefined
  }
}

/** Of an installed package all files, of one of ours what would be published but its changelog: that grows with each release, and each would
 * put the counts in docs/sizes.md out of date. */
function weigh(folder) {
  const isPublished = publishedBy(folder)
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).filter((path) => isPublished(path.slice(folder.length + 1)))
  return { files: paths.length, bytes: paths.reduce((total, path) => total + statSync(path).size, 0) }
}

function publishedBy(folder) {
  if (folder.includes('node_modules')) return (path) => !path.startsWith('node_modules/')
  const { files } = readManifest(folder)
  return (path) =>
    path !== 'CHANGELOG.md' && (path === 'package.json' || files.some((file) => path === file || path.startsWith(`${file}/`)))
}

const readManifest = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
