import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { installTarballs } from '../lib/install-tarballs.mjs'
import { installedBy } from '../lib/size-tables.mjs'
import { filesBelow, packages, scope } from '../lib/workspace.mjs'

/** What stands beside: counted as the workspace has it, which is what npm installs of it. */
const OFFICIAL = '@alicloud/credentials'
/** Manifests are written anew when they are packed: so docs/sizes.md, which counts the tree, differs by a little. */
const TOLERANCE = 0.1

/** Installs one package into an empty folder and says what came with it; that must be what docs/sizes.md says of it. */
export async function checkAlone({ folder, alone, tell }) {
  const { manifest } = packages().find((one) => one.folder === alone)
  const needed = neededBy(manifest.name)
  const error = await installTarballs(folder, (name) => needed.has(name)).then(
    () => undefined,
    (reason) => reason,
  )
  if (!tell(`npm install of ${manifest.name} alone`, !error, String(error))) return
  const { packages: count, bytes } = countInstalled(folder)
  const said = installedBy(manifest.name)
  const theirs = installedBy(OFFICIAL)
  tell(
    `${manifest.name}: ${describe({ packages: count, bytes })} installed; ${OFFICIAL}: ${describe(theirs)}`,
    count === said.packages && Math.abs(bytes - said.bytes) < TOLERANCE * said.bytes,
    `docs/sizes.md counts ${describe(said)}`,
  )
}

/** The folders of a package and of all of ours that it depends on. */
function neededBy(name, found = new Set()) {
  const { folder, manifest } = packages().find((one) => one.manifest.name === name)
  found.add(folder)
  for (const one of Object.keys(manifest.dependencies ?? {}))
    if (packages().some((other) => other.manifest.name === one)) neededBy(one, found)
  return found
}

function countInstalled(folder) {
  const below = join(folder, 'node_modules')
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'))
  const names = Object.keys(lock.packages).filter((path) => path.startsWith('node_modules/'))
  // npm's own note of what it did, and our changelogs, which docs/sizes.md does not count.
  const files = filesBelow(below).filter(
    (file) => file !== '.package-lock.json' && !(file.startsWith(`${scope()}/`) && file.endsWith('/CHANGELOG.md')),
  )
  return { packages: names.length, bytes: files.reduce((total, file) => total + statSync(join(below, file)).size, 0) }
}

const describe = ({ packages: count, bytes }) => `${count} packages, ${(bytes / 1e6).toFixed(2)} MB`
