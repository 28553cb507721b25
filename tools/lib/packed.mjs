import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { readTar } from './read-tar.mjs'

const allowed = /^package\/(dist\/.+\.(js|d\.ts)|package\.json|README(\.zh-CN)?\.md|CHANGELOG\.md|LICENSE)$/
/** A name that begins with `#` is one of the manifest's, and leads to a file of the package, which is JavaScript. */
const dynamicCode = /\beval\(|\bnew Function\b|\bprocess\.dlopen\b|["'`](?!#)[^"'`\n]*\.node["'`]/
/** npm would run these on the machines of users. */
const installScripts = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish']

/** What a tarball holds: its bytes, the texts of its files, and its manifest. */
export function readTarball(path) {
  const bytes = readFileSync(path)
  const files = readTar(gunzipSync(bytes))
  return { bytes, files, manifest: JSON.parse(files.get('package/package.json')) }
}

/** Files that no published package may hold. */
export function strangeFiles(files) {
  return [...files.keys()].filter((name) => !allowed.test(name))
}

/** What keeps a tarball from being published: what is in it, and that version and changelog agree (R87). */
export function releaseProblems({ files, manifest }) {
  const { version } = manifest
  const problems = contentProblems({ files, manifest })
  const newest = /^## (\S+)$/m.exec(files.get('package/CHANGELOG.md') ?? '')?.[1]
  if (newest !== version) problems.push(`the changelog ends at ${newest ?? 'nothing'}, the version is ${version}`)
  if (version.startsWith('0.')) problems.push(`${version} is below 1.0.0: its first changeset must say major`)
  return problems
}

/** What no package may hold or say, released or not (R85, R86). */
export function contentProblems({ files, manifest }) {
  const { publishConfig, scripts = {}, dependencies, optionalDependencies, peerDependencies } = manifest
  const problems = strangeFiles(files).map((name) => `${name} does not belong into a package`)
  for (const name of ['README.md', 'LICENSE']) if (!files.has(`package/${name}`)) problems.push(`${name} is missing`)
  if (publishConfig?.access !== 'public') problems.push('publishConfig.access must be public')
  if (publishConfig?.provenance !== true) problems.push('publishConfig.provenance must be true')
  for (const script of installScripts) if (scripts[script]) problems.push(`script ${script} would run on the machines of users`)
  for (const [name, range] of Object.entries({ ...dependencies, ...optionalDependencies, ...peerDependencies }))
    if (/^(workspace|catalog|file|link):/.test(range)) problems.push(`${name} is asked for as ${range}, which only this workspace knows`)
  for (const [name, text] of files) {
    const found = name.endsWith('.js') && dynamicCode.exec(text)
    if (found) problems.push(`${name} holds ${found[0]}: code made at run time, or code that is not JavaScript (R85)`)
  }
  return problems
}
