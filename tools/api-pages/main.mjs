// `npm run docs:api`: the API pages of every public entry, from the sources, into .results/api. As a gate (`npm test -- api`) it fails on a link
// that leads nowhere, on a type that a public name uses and no entry exports, and on a public name without a doc comment.
// accepted.json holds what is accepted for a reason, and how many members have no comment yet; `--list` names these, `--update` lowers the counts.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { Application, TSConfigReader } from 'typedoc'
import { repositoryPage } from '../lib/repository.mjs'
import { root } from '../lib/run-command.mjs'
import { packages, targets } from '../lib/workspace.mjs'
import { inDependencyOrder } from '../release/dependency-order.mjs'
import { memberProblems, nameProblems, undocumentedMembers, undocumentedNames } from './undocumented.mjs'

const out = join(root, '.results/api')
const acceptedFile = join(root, 'tools/api-pages/accepted.json')
const accepted = JSON.parse(readFileSync(acceptedFile, 'utf8'))
// What several entries offer has its page with the package that defines it.
const entries = inDependencyOrder(packages().map(({ manifest }) => manifest)).flatMap(entriesOf)

const application = await Application.bootstrap(
  {
    name: 'API',
    entryPoints: entries.map(({ source }) => source),
    tsconfig: join(root, 'tools/api-pages/tsconfig.json'),
    // The gate `typecheck` does that.
    skipErrorChecking: true,
    excludePrivate: true,
    excludeExternals: true,
    readme: 'none',
    hideGenerator: true,
    validation: { invalidLink: true, notExported: false, notDocumented: false },
    logLevel: 'Warn',
    ...sourceLinks(),
  },
  [new TSConfigReader()],
)
const project = await application.convert()
if (!project) process.exit(1)
for (const module of project.children) module.name = nameOf(module)

application.validate(project)
for (const { name } of packages().map(({ manifest }) => manifest)) reportNotExported(name)
const members = undocumentedMembers(project)
if (process.argv.includes('--update')) lowerCounts()
if (process.argv.includes('--list')) for (const name of [...members.values()].flat()) console.log(name)
const problems = [
  ...nameProblems(undocumentedNames(project), accepted.undocumented),
  ...memberProblems(members, accepted.undocumentedMembers),
]
rmSync(out, { recursive: true, force: true })
await application.generateDocs(project, out)
if (!existsSync(join(out, 'index.html'))) problems.push('no pages were written')

for (const problem of problems) console.error(problem)
// typedoc has printed its own warnings.
const count = problems.length + application.logger.errorCount + application.logger.warningCount
console.log(`${entries.length} entries in ${relative(root, join(out, 'index.html'))}, ${count} problems`)
process.exitCode = count > 0 ? 1 : 0

/** The files behind one entry export the same names (tools/checks/entries.mjs), so any of them will do. */
function entriesOf(manifest) {
  const { path } = packages().find((one) => one.manifest.name === manifest.name)
  return Object.entries(manifest.exports)
    .filter(([, entry]) => typeof entry === 'object')
    .map(([name, entry]) => ({ name: manifest.name + name.slice(1), source: join(path, targets(entry['x-source'])[0]) }))
}

/** typedoc names a module after its file; users know it by what they import. */
function nameOf(module) {
  const { packageName, packagePath } = project.getSymbolIdFromReflection(module)
  const { path } = packages().find(({ manifest }) => manifest.name === packageName)
  return entries.find(({ source }) => source === join(path, packagePath)).name
}

/** typedoc asks this of the types of one package only: the project's own. It also names what is accepted in vain. */
function reportNotExported(name) {
  application.options.setValue('validation', { invalidLink: false, notExported: true, notDocumented: false })
  application.options.setValue('intentionallyNotExported', Object.keys(accepted.notExported[name] ?? {}))
  project.packageName = name
  application.validate(project)
  project.packageName = undefined
}

function sourceLinks() {
  const { repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  if (!repository) return { disableSources: true }
  return {
    disableGit: true,
    gitRevision: 'main',
    sourceLinkTemplate: `${repositoryPage(repository.url)}/blob/{gitRevision}/{path}#L{line}`,
  }
}

function lowerCounts() {
  const known = Object.entries(accepted.undocumentedMembers)
  const lowered = known.map(([name, count]) => [name, Math.min(count, members.get(name)?.length ?? 0)])
  accepted.undocumentedMembers = Object.fromEntries(lowered.filter(([, count]) => count > 0))
  writeFileSync(acceptedFile, `${JSON.stringify(accepted, null, 2)}\n`)
}
