// Holds the packages to one skeleton, to the levels of the house, and to the dependencies they declare. `--fix` writes publishConfig.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { filesBelow, packages, targets, withoutSource } from './lib/workspace.mjs'

/** A package imports only from lower levels. Packages of the level `beside` are imported by none that is published for production. */
const LEVELS = {
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
const BESIDE = ['emulator', 'local-ocr']
/** Each third-party package in its one room. */
const ROOMS = { undici: ['tea-rpc'], ini: ['provider-profile'] }
const ENGINES = '^20.19.0 || >=22.12.0'
const FILES = ['dist', 'README.md', 'CHANGELOG.md', 'LICENSE']
const MAX_README_LINES = 80

const problems = []
const all = packages()
for (const one of all) {
  if (process.argv.includes('--fix')) fixPublishConfig(one)
  checkSkeleton(one)
  checkEntries(one)
  checkImports(one)
}
checkCycles(all)
for (const problem of problems) console.error(problem)
console.log(`${all.length} packages, ${problems.length} problems`)
process.exitCode = problems.length > 0 ? 1 : 0

function checkSkeleton({ folder, path, manifest }) {
  const expect = (condition, what) => condition || problems.push(`${folder}: ${what}`)
  expect(manifest.name === `@x/${folder}`, `its name is not @x/${folder}`)
  expect(folder in LEVELS || BESIDE.includes(folder), 'it has no level (tools/check-packages.mjs)')
  expect(manifest.type === 'module' && manifest.sideEffects === false, 'it must be an ES module without side effects')
  expect(manifest.engines?.node === ENGINES, `engines.node must be ${ENGINES}`)
  expect(manifest.license === 'MIT' && manifest.description, 'license or description is missing')
  expect(JSON.stringify(manifest.files) === JSON.stringify(FILES), `files must be ${FILES.join(', ')}`)
  for (const script of ['build', 'typecheck']) expect(manifest.scripts?.[script], `script ${script} is missing`)
  for (const script of ['preinstall', 'install', 'postinstall', 'prepare']) expect(!manifest.scripts?.[script], `script ${script} would run at its users`)
  for (const file of ['README.md', 'LICENSE', 'tsconfig.json', 'tsdown.config.ts', 'src/index.ts']) expect(existsSync(join(path, file)), `${file} is missing`)
  if (existsSync(join(path, 'README.md'))) {
    const lines = readFileSync(join(path, 'README.md'), 'utf8').trimEnd().split('\n').length
    expect(lines <= MAX_README_LINES, `README.md has ${lines} lines, more than ${MAX_README_LINES}`)
  }
  if (existsSync(join(path, 'src/index.ts'))) {
    const code = withoutComments(readFileSync(join(path, 'src/index.ts'), 'utf8'))
    const rest = code.replace(/export (type )?\{[^}]*\} from '[^']+'/g, '').trim()
    expect(rest === '', `src/index.ts holds more than named re-exports: ${rest.slice(0, 60)}`)
  }
}

/** Every path of exports, imports and bin is built, and what is published is what is developed, less the way to the sources. */
function checkEntries({ folder, path, manifest }) {
  const config = readFileSync(join(path, 'tsdown.config.ts'), 'utf8')
  for (const field of ['exports', 'imports']) {
    const published = JSON.stringify(manifest.publishConfig?.[field])
    if (published !== JSON.stringify(withoutSource(manifest[field]))) {
      problems.push(`${folder}: publishConfig.${field} is not ${field} less x-source (node tools/check-packages.mjs --fix)`)
    }
  }
  if (!manifest.exports?.['./package.json']) problems.push(`${folder}: exports must offer ./package.json`)
  for (const target of new Set(targets([manifest.exports, manifest.imports, manifest.bin]))) {
    const [, name] = /^\.\/dist\/(.+?)(?:\.d\.ts|\.js)$/.exec(target) ?? []
    if (name && !config.includes(`'src/${name}.ts'`)) problems.push(`${folder}: ${target} is not an entry of tsdown.config.ts`)
    if (target.startsWith('./src/') && !existsSync(join(path, target))) problems.push(`${folder}: ${target} does not exist`)
  }
}

function checkImports({ folder, path, manifest }) {
  const declared = { ...manifest.dependencies, ...manifest.peerDependencies }
  const used = new Set()
  for (const file of filesBelow(join(path, 'src'))) {
    if (!file.endsWith('.ts') || file.endsWith('.d.ts')) continue
    const isTest = file.endsWith('.test.ts')
    for (const name of importedNames(readFileSync(join(path, 'src', file), 'utf8'))) {
      if (isBuiltin(name)) {
        const isNodeFile = isTest || file.endsWith('.node.ts') || file === 'node.ts' || BESIDE.includes(folder)
        if (!isNodeFile || !name.startsWith('node:')) problems.push(`${folder}/src/${file}: ${name} belongs into a *.node.ts file`)
        continue
      }
      if (/^[.#]/.test(name)) {
        if (name.startsWith('../../')) if (!isTest && /packages|@x/.test(name)) problems.push(`${folder}/src/${file}: reaches into another package (${name})`)
        continue
      }
      const dependency = name.split('/', name.startsWith('@') ? 2 : 1).join('/')
      if (isTest) continue
      used.add(dependency)
      if (dependency !== manifest.name && !(dependency in declared)) problems.push(`${folder}/src/${file}: ${dependency} is not declared`)
      if (dependency.startsWith('@x/') && dependency !== manifest.name) checkLevel(folder, file, dependency.slice(3))
      if (dependency in ROOMS && !ROOMS[dependency].includes(folder)) problems.push(`${folder}/src/${file}: ${dependency} belongs into ${ROOMS[dependency]}`)
    }
  }
  for (const dependency of Object.keys(manifest.dependencies ?? {})) {
    if (!used.has(dependency)) problems.push(`${folder}: ${dependency} is declared and not used`)
  }
}

function checkLevel(folder, file, imported) {
  if (BESIDE.includes(folder)) {
    if (!BESIDE.includes(imported)) problems.push(`${folder}/src/${file}: imports @x/${imported}; what stands beside the house shares no code with it`)
  } else if (!(LEVELS[imported] < LEVELS[folder])) {
    problems.push(`${folder}/src/${file}: imports @x/${imported}, which is not on a lower level`)
  }
}

function checkCycles(all) {
  const edges = new Map(all.map(({ manifest }) => [manifest.name, Object.keys(manifest.dependencies ?? {}).filter((name) => name.startsWith('@x/'))]))
  const visit = (name, above) => {
    if (above.includes(name)) problems.push(`cycle: ${[...above, name].join(' → ')}`)
    else for (const next of edges.get(name) ?? []) visit(next, [...above, name])
  }
  for (const name of edges.keys()) visit(name, [])
}

function fixPublishConfig({ path, manifest }) {
  const { exports, imports, publishConfig } = manifest
  manifest.publishConfig = { ...publishConfig, exports: withoutSource(exports), ...(imports && { imports: withoutSource(imports) }) }
  writeFileSync(join(path, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
}

function importedNames(code) {
  const plain = withoutComments(code)
  return [...plain.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].map(([, name]) => name)
}

function withoutComments(code) {
  return code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
}
