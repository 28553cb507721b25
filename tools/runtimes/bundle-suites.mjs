import { globSync, writeFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { build } from 'esbuild'
import { root } from '../lib/run-command.mjs'
import { packages, scope, targets } from '../lib/workspace.mjs'

const own = join(root, 'tools/runtimes')
/** Where the tests of a package stand: beside it, and here. Its own `web` tests are about a page, so here they are of the kind `page`. */
const besidePackage = { any: '**/*.any.test.ts', page: 'portable.web.test.ts' }
const patterns = (folder, kind) => [
  ...(kind in besidePackage ? [`packages/${folder}/test/${besidePackage[kind]}`] : []),
  `tools/runtimes/suites/${folder}.${kind}.test.mjs`,
]

/**
 * Makes of the portable tests of each package (of one kind) one module `suite-KIND-PACKAGE.mjs` in `folder`, where the packed
 * packages are installed. What the tests import from `../src` becomes an import of the package by its name, left to the runtime to resolve.
 * Returns the modules by package.
 */
export async function bundleSuites(folder, kind, installed) {
  const suites = {}
  for (const one of packages().filter(({ manifest }) => installed.includes(manifest.name))) {
    const files = globSync(patterns(one.folder, kind), { cwd: root })
    if (files.length === 0) continue
    const contents = [...files.map((file) => `import ${JSON.stringify(join(root, file))}`), "export { runTests } from 'vitest'"].join('\n')
    const outfile = join(folder, `suite-${kind}-${one.folder}.mjs`)
    await build({
      stdin: { contents, resolveDir: own },
      plugins: [byName(one)],
      bundle: true,
      outfile,
      format: 'esm',
      target: 'es2022',
      // What a test brings along comes in the form that runs everywhere.
      platform: 'browser',
      external: ['node:*'],
      // A manifest says that nothing in its package works by being imported; tests do.
      ignoreAnnotations: true,
      logLevel: 'error',
    })
    suites[one.folder] = basename(outfile)
  }
  return suites
}

/** A module that runs suites and gives `{ PACKAGE: { passed, failures } }`. */
export function writeProgram(folder, name, suites) {
  const entries = Object.entries(suites)
  const imports = entries.map(([, file], index) => `import * as s${index} from './${file}'`)
  const runs = entries.map(([one], index) => `  result[${JSON.stringify(one)}] = await s${index}.runTests()`)
  writeFileSync(
    join(folder, name),
    [...imports, 'export async function runAll() {', '  const result = {}', ...runs, '  return result', '}', ''].join('\n'),
  )
}

function byName({ path, manifest }) {
  // The first entry that a file is behind: on some runtimes a file also stands for a part of it.
  const entryOf = new Map(
    Object.entries(manifest.exports)
      .reverse()
      .flatMap(([entry, target]) =>
        typeof target === 'object' ? targets(target['x-source']).map((source) => [join(path, source), entry]) : [],
      ),
  )
  return {
    name: 'by-name',
    setup({ onResolve }) {
      onResolve({ filter: /^vitest$/ }, () => ({ path: join(own, 'test-interface.mjs') }))
      onResolve({ filter: new RegExp(`^${scope()}/`) }, ({ path: name }) => ({ path: name, external: true }))
      onResolve({ filter: /^\.\.?\// }, ({ path: name, resolveDir }) => {
        const file = join(resolveDir, name)
        if (!file.startsWith(join(path, 'src'))) return undefined
        const entry = entryOf.get(file)
        if (entry) return { path: manifest.name + entry.slice(1), external: true }
        throw new Error(
          `${relative(root, resolveDir)} imports ${name}, which is no entry of ${manifest.name}: a portable test uses public names only`,
        )
      })
    },
  }
}
