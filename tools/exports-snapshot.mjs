// Compares the public names of every entry, values and types, with tools/exports.txt: none comes or goes unnoticed. `--update` writes it.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exportedNames, moduleRecord } from './lib/module-record.mjs'
import { root } from './lib/run-command.mjs'
import { packages, targets } from './lib/workspace.mjs'

const snapshot = join(root, 'tools/exports.txt')
const found = packages().flatMap(publicNames)
if (process.argv.includes('--update')) writeFileSync(snapshot, `${found.join('\n')}\n`)
const known = readFileSync(snapshot, 'utf8').trimEnd().split('\n')

const differences = [
  ...found.filter((line) => !known.includes(line)).map((line) => `new: ${line}`),
  ...known.filter((line) => !found.includes(line)).map((line) => `gone: ${line}`),
]
for (const difference of differences)
  console.error(`${difference} (if that is meant: node tools/exports-snapshot.mjs --update, and a changeset)`)
console.log(`${found.length} public names, ${differences.length} differences`)
process.exitCode = differences.length > 0 ? 1 : 0

/** One line a name. The files behind one entry export the same names (tools/checks/entries.mjs), so any of them will do. */
function publicNames({ manifest, path }) {
  const entries = Object.entries(manifest.exports).filter(([, entry]) => typeof entry === 'object')
  return entries.flatMap(([name, entry]) => {
    const [source] = targets(entry['x-source'])
    return exportedNames(moduleRecord(join(path, source))).map(
      (one) => `${manifest.name}${name.slice(1)} ${one.isType ? 'type' : 'value'} ${one.name}`,
    )
  })
}
