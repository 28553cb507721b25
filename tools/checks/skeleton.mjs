import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../lib/run-command.mjs'

const maxReadmeLines = 79
const files = ['README.md', 'LICENSE', 'package.json', 'tsconfig.json', 'tsdown.config.ts', 'src/index.ts']
const published = ['dist', 'README.md', 'CHANGELOG.md', 'LICENSE']
const { engines, repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
/** The same fields with the same values in every package. */
const fields = {
  license: 'MIT',
  type: 'module',
  sideEffects: false,
  engines,
  main: './dist/index.js',
  types: './dist/index.d.ts',
  files: published,
}
/** These would run on the machines of users. */
const installScripts = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish']

/** All packages look alike: the same fields, files and script names. Returns what does not. */
export function checkSkeleton({ folder, path, manifest }) {
  const problems = []
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b)
  if (manifest.name !== `@x/${folder}`) problems.push(`its name must be @x/${folder}`)
  if (!manifest.description) problems.push('description is missing')
  for (const [field, value] of Object.entries(fields)) {
    if (!same(manifest[field], value)) problems.push(`${field} must be ${JSON.stringify(value)}`)
  }
  if (manifest.scripts?.build !== 'tsdown') problems.push('script build must be tsdown')
  if (!manifest.scripts?.typecheck) problems.push('script typecheck is missing')
  if (!same(manifest.repository, repository && { ...repository, directory: `packages/${folder}` }))
    problems.push("repository is not the root's, with its own directory (node tools/set-repository.mjs)")
  for (const script of installScripts) if (manifest.scripts?.[script]) problems.push(`script ${script} would run on the machines of users`)
  if (manifest.publishConfig?.access !== 'public' || manifest.publishConfig.provenance !== true)
    problems.push('publishConfig must say access public, provenance true')

  const missing = files.filter((file) => !existsSync(join(path, file)))
  for (const file of missing) problems.push(`${file} is missing`)
  const read = (file) => (missing.includes(file) ? '' : readFileSync(join(path, file), 'utf8'))
  for (const file of readdirSync(path).filter((name) => /^README.*\.md$/.test(name))) {
    const lines = read(file).trimEnd().split('\n').length
    if (lines > maxReadmeLines) problems.push(`${file} has ${lines} lines, more than ${maxReadmeLines}`)
  }
  if (!missing.includes('LICENSE') && read('LICENSE') !== readFileSync(join(root, 'LICENSE'), 'utf8'))
    problems.push('LICENSE differs from the LICENSE of the repository')
  return problems
}
