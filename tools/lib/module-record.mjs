import { readFileSync } from 'node:fs'
import { parseSync } from 'vite'

/** What a TypeScript file imports and exports, read from its syntax alone. */
export function moduleRecord(file) {
  const text = readFileSync(file, 'utf8')
  const { module, errors } = parseSync(file, text)
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`)
  return { text, module }
}

/** The exported names in order, each with whether it is a type only. */
export function exportedNames({ module }) {
  const entries = module.staticExports.flatMap((statement) => statement.entries)
  const names = entries.map(({ exportName, isType, moduleRequest }) => ({ name: exportName.name ?? `* of ${moduleRequest.value}`, isType }))
  return names.sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Everything a file asks for by import, export from, or import() of a plain text. */
export function importedSpecifiers({ text, module }) {
  const fixed = module.staticImports.map(({ moduleRequest }) => moduleRequest.value)
  const passedOn = module.staticExports.flatMap(({ entries }) => entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []))
  const later = module.dynamicImports.map(
    ({ moduleRequest }) => /^(['"`])(.*)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end))?.[2],
  )
  return [...new Set([...fixed, ...passedOn, ...later])].filter((specifier) => specifier !== undefined)
}
