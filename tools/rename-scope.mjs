// node tools/rename-scope.mjs @new: gives every package of this repository another scope, everywhere it is named: manifests, sources, texts,
// lockfile and tools. Then run `npx pnpm install`, and `npm test` to see that all still fits.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { listFiles } from './lib/list-files.mjs'
import { renameScope } from './lib/rename-scope.mjs'
import { root, runCommand } from './lib/run-command.mjs'
import { scope } from './lib/workspace.mjs'

const wanted = process.argv[2] ?? ''
if (/^@[a-z0-9][a-z0-9._-]*$/.test(wanted)) await rename(scope(), wanted)
else {
  console.error('Say which scope: node tools/rename-scope.mjs @new (small letters, digits, dots and hyphens after the @).')
  process.exitCode = 1
}

async function rename(from, to) {
  let changed = 0
  for (const file of listFiles()) {
    const path = join(root, file)
    const text = existsSync(path) ? readText(path) : undefined
    const renamed = text && renameScope(text, from, to)
    if (renamed === undefined || renamed === text) continue
    writeFileSync(path, renamed)
    changed++
  }
  console.log(`${from} is ${to} in ${changed} files. Next: npx pnpm install, npm run format, npm test`)
  // The order of imports follows their names. Without installed tools there is nothing to format with.
  if (changed > 0 && existsSync(join(root, 'node_modules/.bin/biome'))) {
    const { code, output } = await runCommand(join(root, 'node_modules/.bin/biome'), ['check', '--write', '.'])
    if (code !== 0) console.log(output)
  }
}

/** Undefined for a binary file. */
function readText(path) {
  const bytes = readFileSync(path)
  return bytes.includes(0) ? undefined : bytes.toString('utf8')
}
