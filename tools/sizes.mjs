// Bytes of the import statements a user would write, held to tools/sizes.json, and what must not be in a bundle.
// `limit` is what CI holds: the last accepted size and 3 % (`--update` writes it). `goal` and `stretch` say where measurements
// of other clients tell us to be. Libraries of others are not counted: each is a package of its own.
// The tables in docs/sizes.md and the READMEs are written from the same measurement by `--update`, or by `--tables` without touching the limits.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { saysTheSame, withBlock } from './lib/generated-block.mjs'
import { measureBundle } from './lib/measure-bundle.mjs'
import { root, runCommand } from './lib/run-command.mjs'
import { sizeTables } from './lib/size-tables.mjs'
import { packages } from './lib/workspace.mjs'

const table = join(root, 'tools/sizes.json')
const external = packages()
  .flatMap(({ manifest }) => Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }))
  .filter((name) => !name.startsWith('@x/'))
  .flatMap((name) => [name, `${name}/*`])
const webRuntimes = ['browser', 'workerd', 'edge-light', 'deno', 'bun']
const rows = JSON.parse(readFileSync(table, 'utf8'))
const problems = []
const measured = new Map()

console.log('| gzip bytes  later  limit   goal  stretch')
for (const row of rows) {
  const { gzip, later, error } = await measure(row)
  if (error) {
    problems.push(`${row.name}: ${error}`)
    continue
  }
  measured.set(row.name, { gzip, later })
  if (process.argv.includes('--update')) Object.assign(row, { limit: withMargin(gzip), laterLimit: withMargin(later) })
  const cells = [cell(gzip, 10), cell(later, 6), cell(row.limit, 6), cell(row.goal, 6), cell(row.stretch, 8)]
  console.log(`| ${cells.join(' ')}  ${row.name}`)
  if (!(gzip <= row.limit && later <= row.laterLimit)) {
    problems.push(
      `${row.name}: ${gzip} + ${later} bytes are over its limit of ${row.limit} + ${row.laterLimit} (if that is meant: node tools/sizes.mjs --update)`,
    )
  }
  const counted = row.allChunks ? gzip + later : gzip
  if (counted > row.goal) console.log(`NOT REACHED: ${row.name}: ${counted} bytes, the goal is ${row.goal}`)
}
if (process.argv.includes('--update')) await writeTable()
if (measured.size === rows.length) await showTables()

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

/** A few bytes more or less do not change what a table says; anything else must be in it. */
async function showTables() {
  const isWriting = ['--update', '--tables'].some((option) => process.argv.includes(option))
  const tables = await sizeTables(rows, measured)
  const { official, installed } = tables['docs/sizes.md']
  for (const line of `${official}\n${installed}`.split('\n')) if (!line.startsWith('| ---')) console.log(line.replaceAll('`', ''))
  for (const [file, blocks] of Object.entries(tables)) {
    const text = readFileSync(join(root, file), 'utf8')
    const current = Object.entries(blocks).reduce((whole, [name, body]) => withBlock(whole, name, body), text)
    if (saysTheSame(text, current)) continue
    if (isWriting) writeFileSync(join(root, file), current)
    else problems.push(`${file}: its tables of sizes are out of date: npm run sizes -- --tables`)
  }
}

function withMargin(bytes) {
  return Math.ceil(Math.max(bytes * 1.03, bytes + 16))
}

function cell(value, width) {
  return String(value ?? '').padStart(width)
}
