// Compares the public names of every entry with the snapshot: a name cannot come or go unnoticed. `--update` writes the snapshot.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './lib/run-command.mjs'
import { packages } from './lib/workspace.mjs'

const SNAPSHOT = join(root, 'tools/exports-snapshot.json')

const found = {}
for (const { manifest, path } of packages()) {
  for (const [entry, target] of Object.entries(manifest.exports)) {
    if (typeof target !== 'object') continue
    const declarations = join(path, target.types)
    if (!existsSync(declarations)) throw new Error(`${declarations} is not built`)
    found[join(manifest.name, entry)] = exportedNames(readFileSync(declarations, 'utf8'))
  }
}
const text = `${JSON.stringify(found, null, 2)}\n`
if (process.argv.includes('--update')) writeFileSync(SNAPSHOT, text)
const known = existsSync(SNAPSHOT) ? JSON.parse(readFileSync(SNAPSHOT, 'utf8')) : {}
let differences = 0
for (const entry of new Set([...Object.keys(known), ...Object.keys(found)])) {
  const before = known[entry] ?? []
  const now = found[entry] ?? []
  for (const name of now.filter((one) => !before.includes(one))) report(`${entry}: ${name} is new`)
  for (const name of before.filter((one) => !now.includes(one))) report(`${entry}: ${name} is gone`)
}
console.log(`${Object.values(found).flat().length} public names, ${differences} differences`)
process.exitCode = differences > 0 ? 1 : 0

function report(line) {
  differences++
  console.error(`${line} (if that is meant: node tools/exports-snapshot.mjs --update, and a changeset)`)
}

/** Names of a bundled declaration file: it ends in one export list; `type` marks those that are not values. */
function exportedNames(declarations) {
  const names = [...declarations.matchAll(/^export \{([^}]*)\}/gm)].flatMap(([, list]) => list.split(','))
  return names
    .map((name) => name.trim().replace(/^(type )?\S+ as /, '$1'))
    .filter(Boolean)
    .sort()
}
