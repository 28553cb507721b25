import { readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { importedSpecifiers, moduleRecord } from '../lib/module-record.mjs'
import { root } from '../lib/run-command.mjs'
import { filesBelow, packages } from '../lib/workspace.mjs'

/** A package imports only from lower levels. */
const levels = {
  'credentials-core': 0,
  'tea-rpc': 1,
  'provider-ecs': 1,
  'provider-sts': 2,
  'provider-rsa': 2,
  ocr20191230: 2,
  'provider-profile': 3,
  credentials: 4,
  cli: 5,
  browser: 5,
  otel: 5,
  'ocr-view': 5,
  'credentials-store': 5,
}
/** These stand beside the house and share no code with it; nothing published for production imports them. They run on Node only. */
const beside = ['emulator', 'local-ocr']
/** Each third-party package in its one room. */
const rooms = { undici: 'tea-rpc', ini: 'provider-profile', '@cantoo/pdf-lib': 'ocr-view', 'write-excel-file': 'ocr-view' }
/** Who installs these gets nothing of others (R85). undici comes with tea-rpc, so with what stands on it. */
const alone = ['credentials-core', 'provider-ecs', 'provider-sts', 'provider-rsa', 'credentials']

const rootTools = Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).devDependencies)
const entriesOf = Object.fromEntries(packages().map(({ manifest }) => [manifest.name, Object.keys(manifest.exports ?? {})]))

/** Imports go down the levels, only to public names, only to what package.json declares, and to Node only from Node's files. */
export function checkImports({ folder, path, manifest }) {
  if (!(folder in levels) && !beside.includes(folder)) return ['it has no level: give it one in tools/checks/imports.mjs']
  const problems = []
  const used = new Set()
  const published = { ...manifest.dependencies, ...manifest.peerDependencies }
  const forTests = { ...published, ...manifest.devDependencies, ...Object.fromEntries(rootTools.map((name) => [name, ''])) }

  for (const file of ['src', 'test'].flatMap((part) => filesBelow(join(path, part)).map((name) => `${part}/${name}`))) {
    if (!file.endsWith('.ts') || file.endsWith('.d.ts')) continue
    const isTest = file.startsWith('test/') || file.endsWith('.test.ts')
    const isNode = isTest || beside.includes(folder) || /\.node\.ts$|\/node\.ts$/.test(file)
    const record = moduleRecord(join(path, file))
    if (/^src\/index(\.\w+)?\.ts$/.test(file) && !isListOfNames(record)) problems.push(`${file} holds more than named re-exports`)
    if (!isNode && /["'`]node:/.test(record.text)) problems.push(`${file} names a module of Node: that belongs into a *.node.ts file`)
    for (const specifier of importedSpecifiers(record)) {
      const problem = isTest ? checkTest(specifier) : check(specifier, isNode)
      if (problem) problems.push(`${file}: ${problem}`)
    }
  }
  for (const name of Object.keys(manifest.dependencies ?? {})) if (!used.has(name)) problems.push(`${name} is declared and not used`)
  for (const name of alone.includes(folder) ? Object.keys(manifest.dependencies ?? {}) : [])
    if (!(name in entriesOf)) problems.push(`${name} is of others, and ${folder} depends on this repository alone`)
  return problems

  function check(specifier, isNode) {
    if (/^[.#]/.test(specifier)) return !isNode && /\.node\.ts$/.test(specifier) ? `a web file imports ${specifier}` : undefined
    if (isBuiltin(specifier)) return isNode && specifier.startsWith('node:') ? undefined : `${specifier} is a module of Node`
    const name = packageOf(specifier)
    used.add(name)
    if (name === manifest.name) return undefined
    if (!(name in published)) return `${name} is not declared`
    if (rooms[name] && rooms[name] !== folder) return `${name} belongs into ${rooms[name]} alone`
    if (!name.startsWith('@x/')) return undefined
    if (!entriesOf[name]?.includes(`.${specifier.slice(name.length)}`)) return `${specifier} is not public`
    return isAllowed(folder, name.split('/')[1]) ? undefined : `${name} is not on a lower level`
  }

  function checkTest(specifier) {
    if (/^[.#]/.test(specifier) || isBuiltin(specifier)) return undefined
    const name = packageOf(specifier)
    return name === manifest.name || name in forTests ? undefined : `${name} is not declared`
  }
}

function isAllowed(folder, imported) {
  return beside.includes(folder) ? beside.includes(imported) : levels[imported] < levels[folder]
}

function packageOf(specifier) {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}

/** Nothing but `export { a, type B } from './c.ts'`. */
function isListOfNames({ text, module }) {
  const spans = module.staticExports.map(({ start, end }) => [start, end])
  const rest = spans
    .reduceRight((left, [start, end]) => left.slice(0, start) + left.slice(end), text)
    .replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
  const entries = module.staticExports.flatMap((statement) => statement.entries)
  return rest.trim() === '' && entries.every(({ moduleRequest, exportName }) => moduleRequest && exportName.name)
}
