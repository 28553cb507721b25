import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { exportedNames, moduleRecord } from '../lib/module-record.mjs'
import { targets, withoutSource } from '../lib/workspace.mjs'

/** Runtimes that get the web file stand before `node`; an unknown runtime gets the web file too. */
const conditions = ['workerd', 'edge-light', 'browser', 'deno', 'bun', 'node', 'default']

/** Every path that exports, imports and bin name is built from its source, and what is published is what is developed, less the way to the sources. */
export async function checkEntries({ path, manifest }) {
  const problems = []
  if (!manifest.exports?.['./package.json']) problems.push('exports must offer ./package.json')
  for (const field of ['exports', 'imports']) {
    if (JSON.stringify(manifest.publishConfig?.[field]) !== JSON.stringify(withoutSource(manifest[field]))) {
      problems.push(`publishConfig.${field} is not ${field} less x-source (node tools/check-packages.mjs --fix)`)
    }
    for (const [name, entry] of Object.entries(manifest[field] ?? {}))
      if (typeof entry === 'object') problems.push(...checkEntry(name, entry, path, manifest.exports?.['.']?.['x-source']))
  }

  const named = new Set(
    targets([withoutSource(manifest.exports), withoutSource(manifest.imports), manifest.bin]).filter((target) => target.endsWith('.js')),
  )
  const built = new Set(await builtFiles(path))
  for (const file of named) if (!built.has(file)) problems.push(`${file} is named, but is no entry of tsdown.config.ts`)
  return problems
}

function checkEntry(name, entry, path, index) {
  const problems = []
  const { 'x-source': source, types, ...rest } = entry
  if (Object.keys(entry)[0] !== 'x-source') problems.push(`${name}: x-source must come first`)
  if (types && Object.keys(entry)[1] !== 'types') problems.push(`${name}: types must come right after x-source`)
  const given = Object.keys(rest)
  if (given.length > 1 && given.join() !== conditions.join())
    problems.push(`${name}: its conditions must be ${conditions.join(', ')}, in this order`)

  for (const target of targets(source)) if (!existsSync(join(path, target))) problems.push(`${name}: ${target} does not exist`)
  const expected = JSON.stringify(rest.default && given.length === 1 ? rest.default : rest)
    .replaceAll('./dist/', './src/')
    .replaceAll('.js"', '.ts"')
  if (JSON.stringify(source) !== expected) problems.push(`${name}: x-source does not lead to the sources of the built files`)

  // A runtime may get the whole package in the place of a part of it.
  const variants = [...new Set(targets(source))]
    .filter((target) => name === '.' || target !== index)
    .filter((target) => existsSync(join(path, target)))
    .map((target) => exportedNames(moduleRecord(join(path, target))))
  if (new Set(variants.map((names) => names.map((one) => one.name).join())).size > 1)
    problems.push(`${name}: its files do not export the same names`)
  return problems
}

async function builtFiles(path) {
  const { default: configs } = await import(pathToFileURL(join(path, 'tsdown.config.ts')))
  return configs.flatMap(({ entry }) => entry).map((source) => source.replace(/^src\/(.+)\.ts$/, './dist/$1.js'))
}
