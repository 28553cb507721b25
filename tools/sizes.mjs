// Bytes of the import statements a user would write, held to tools/sizes.json, and what must not be in a bundle.
// `limit` is what CI holds: the last accepted size and 3 % (`--update` writes it). `goal` and `stretch` say where measurements
// of other clients tell us to be. Libraries of others are not counted: each is a package of its own.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { measureBundle } from './lib/measure-bundle.mjs'
import { root, runCommand } from './lib/run-command.mjs'
import { packages } from './lib/workspace.mjs'

const table = join(root, 'tools/sizes.json')
const external = packages()
  .flatMap(({ manifest }) => Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }))
  .filter((name) => !name.startsWith('@x/'))
  .flatMap((name) => [name, `${name}/*`])
const webRuntimes = ['browser', 'workerd', 'edge-light', 'deno', 'bun']
const rows = JSON.parse(readFileSync(table, 'utf8'))
const problems = []

console.log('gzip bytes  later  limit   goal  stretch')
for (const row of rows) {
  const { gzip, later, error } = await measure(row)
  if (error) {
    problems.push(`${row.name}: ${error}`)
    continue
  }
  if (process.argv.includes('--update')) Object.assign(row, { limit: withMargin(gzip), laterLimit: withMargin(later) })
  const cells = [cell(gzip, 10), cell(later, 6), cell(row.limit, 6), cell(row.goal, 6), cell(row.stretch, 8)]
  console.log(`${cells.join(' ')}  ${row.name}`)
  if (!(gzip <= row.limit && later <= row.laterLimit)) {
    problems.push(
      `${row.name}: ${gzip} + ${later} bytes are over its limit of ${row.limit} + ${row.laterLimit} (if that is meant: node tools/sizes.mjs --update)`,
    )
  }
  const counted = row.allChunks ? gzip + later : gzip
  if (counted > row.goal) console.log(`NOT REACHED: ${row.name}: ${counted} bytes, the goal is ${row.goal}`)
}
if (process.argv.includes('--update')) await writeTable()

await forbid('the page half of browser', "export { fromBackend } from '@x/browser'", ({ text }) => /AssumeRole/.exec(text))
await forbid('credentials-core', "export * from '@x/credentials-core'", ({ text }) => /100\.100\.100\.200/.exec(text))
// The upload chunk, which loads later and serves every operation, holds a table of their limits.
const others = new RegExp(`\\b(${(await operationNames()).filter((name) => name !== 'RecognizeCharacter').join('|')})\\b`)
await forbid('one OCR operation', "export { createOcrClient, recognizeCharacter } from '@x/ocr20191230'", ({ textAtOnce }) =>
  others.exec(textAtOnce),
)
for (const { folder, manifest } of packages()) {
  if (['emulator', 'local-ocr'].includes(folder)) continue
  const entries = Object.keys(manifest.exports).filter((entry) => !['./package.json', './node'].includes(entry))
  const code = entries.map((entry, index) => `export * as e${index} from '${manifest.name}${entry.slice(1)}'`).join('\n')
  await forbid(folder, code, ({ text }) => /["'`]node:|undici/.exec(text))
}
for (const problem of problems) console.error(problem)
console.log(`${rows.length} sizes, ${problems.length} problems`)
process.exitCode = problems.length > 0 ? 1 : 0

async function measure({ code, less, runtime }) {
  try {
    const { gzip, laterGzip } = await measureBundle({ code, runtime, external })
    if (!less) return { gzip, later: laterGzip }
    const base = await measureBundle({ code: less, runtime, external })
    return { gzip: gzip - base.gzip, later: laterGzip - base.laterGzip }
  } catch (error) {
    return { error: error.message }
  }
}

async function forbid(name, code, find) {
  for (const runtime of webRuntimes) {
    const found = await measureBundle({ code, runtime, external }).then(find, (error) => [error.message])
    if (found) problems.push(`${name}: its bundle for ${runtime} holds ${found[0]}`)
  }
}

async function operationNames() {
  const exported = Object.values(await import(join(root, 'packages/ocr20191230/dist/index.js')))
  return exported.flatMap(({ operation }) => operation?.action ?? [])
}

async function writeTable() {
  writeFileSync(table, JSON.stringify(rows))
  await runCommand('biome', ['format', '--write', table])
}

function withMargin(bytes) {
  return Math.ceil(Math.max(bytes * 1.03, bytes + 16))
}

function cell(value, width) {
  return String(value ?? '').padStart(width)
}
