// publint and "are the types wrong" on the packed tarballs, which are what users get; what no release may hold; and that declarations stand without # imports.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { contentProblems, readTarball } from './lib/packed.mjs'
import { root } from './lib/run-command.mjs'

const folder = join(root, '.results/tarballs')
const complaints = []
for (const tarball of readdirSync(folder)) {
  const bytes = readFileSync(join(folder, tarball))
  const { messages, pkg } = await publint({
    strict: true,
    pack: { tarball: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) },
  })
  for (const message of messages) complaints.push(`${tarball}: publint: ${formatMessage(message, pkg, { color: false })}`)
  const { problems = [] } = await checkPackage(createPackageFromTarballData(bytes))
  for (const problem of problems.filter((one) => !isAccepted(one)))
    complaints.push(`${tarball}: types: ${JSON.stringify({ ...problem, trace: undefined })}`)
  const contents = readTarball(join(folder, tarball))
  for (const problem of contentProblems(contents)) complaints.push(`${tarball}: ${problem}`)
  // Such an import resolves by the conditions of a runtime, which TypeScript does not know, to a file that needs no declarations.
  for (const [name, text] of contents.files)
    if (name.endsWith('.d.ts') && /\bfrom "#|import\("#/.test(text))
      complaints.push(`${tarball}: ${name} imports a # name: write the type out`)
}
for (const complaint of complaints) console.error(complaint)
console.log(`${complaints.length} complaints`)
process.exitCode = complaints.length > 0 ? 1 : 0

/** ES modules only: every supported Node can require() them, and node10's resolution knows no exports map. */
function isAccepted({ kind, resolutionKind, resolutionOption }) {
  return kind === 'CJSResolvesToESM' || resolutionKind === 'node10' || resolutionOption === 'node10'
}
