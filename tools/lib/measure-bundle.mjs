import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { root } from './run-command.mjs'

/** Finds a package of this repository in its own folder: a package may import itself by its name. */
const ownPackages = {
  name: 'own-packages',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^@x\// }, ({ path, kind, pluginData }) => {
      if (pluginData === ownPackages) return undefined
      return resolve(path, { kind, resolveDir: join(root, 'packages', path.split('/')[1]), pluginData: ownPackages })
    })
  },
}

/** Leaves what loads later out of a bundle. */
const laterLeftOut = {
  name: 'later-left-out',
  setup({ onResolve }) {
    onResolve({ filter: /./ }, ({ path, kind }) => (kind === 'dynamic-import' ? { path, external: true } : undefined))
  },
}

/** The inputs of the one file that loads at once, from the sources, so that each is seen. */
export async function inputsAtOnce({ code, runtime = 'browser', external = [] }) {
  const { metafile } = await build({ ...optionsFor(code, ['x-source', runtime], external), plugins: [laterLeftOut, ownPackages] })
  return Object.values(metafile.outputs)[0].inputs
}

/**
 * Bundles an import statement as a user's bundler would, and measures what the user gets: gzip -9 of minified code.
 * `runtime` is the condition that picks the files: browser, workerd, edge-light, deno, bun or node.
 */
export async function measureBundle({ code, runtime = 'browser', external = [] }) {
  const options = optionsFor(code, [runtime], external)
  // One file, as Rollup and Vite write it. esbuild cuts what later chunks share into several, each of which compresses by itself.
  const {
    outputFiles: [whole],
  } = await build({ ...options, plugins: [laterLeftOut, ownPackages] })
  const { outputFiles, metafile } = await build({ ...options, plugins: [ownPackages], splitting: true })
  const files = new Map(outputFiles.map(({ path, text }) => [path.slice(root.length + 1), text]))
  const { outputs } = metafile
  const atOnce = reached(outputs, ({ kind }) => kind === 'import-statement')
  // esbuild writes chunks for an `import()` in code that it has dropped, too: nothing leads to them.
  const all = reached(outputs, () => true)
  const later = [...all].filter((name) => !atOnce.has(name))
  return {
    /** What loads at once. */
    gzip: gzip(whole.text),
    /** Chunks that load later, if at all. */
    laterGzip: later.reduce((total, name) => total + gzip(files.get(name)), 0),
    text: [...all].map((name) => files.get(name)).join('\n'),
    textAtOnce: whole.text,
  }
}

function optionsFor(code, conditions, external) {
  return {
    stdin: { contents: code, resolveDir: root },
    bundle: true,
    minify: true,
    format: 'esm',
    outdir: root,
    absWorkingDir: root,
    target: 'es2022',
    platform: 'neutral',
    conditions,
    external: ['node:*', ...external],
    metafile: true,
    write: false,
    logLevel: 'silent',
  }
}

const gzip = (text) => gzipSync(text, { level: 9 }).length

/** The chunks that the entry leads to by imports of a kind. */
function reached(outputs, follows, name = 'stdin.js', seen = new Set()) {
  seen.add(name)
  for (const one of outputs[name].imports)
    if (!one.external && !seen.has(one.path) && follows(one)) reached(outputs, follows, one.path, seen)
  return seen
}
