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

/**
 * Bundles an import statement as a user's bundler would, and measures what the user gets: gzip -9 of minified code.
 * `runtime` is the condition that picks the files: browser, workerd, edge-light, deno, bun or node.
 */
export async function measureBundle({ code, runtime = 'browser', external = [] }) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: root },
    plugins: [ownPackages],
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    outdir: root,
    absWorkingDir: root,
    target: 'es2022',
    platform: 'neutral',
    conditions: [runtime],
    external: ['node:*', ...external],
    metafile: true,
    write: false,
    logLevel: 'silent',
  })
  const files = new Map(outputFiles.map(({ path, text }) => [path.slice(root.length + 1), text]))
  const atOnce = statically('stdin.js', metafile.outputs)
  const later = [...files.keys()].filter((name) => !atOnce.has(name))
  const gzip = (names) => [...names].reduce((total, name) => total + gzipSync(files.get(name), { level: 9 }).length, 0)
  return {
    /** What loads at once: the entry and the chunks that it imports statically. */
    gzip: gzip(atOnce),
    /** Chunks that load later, if at all. */
    laterGzip: gzip(later),
    text: [...files.values()].join('\n'),
    textAtOnce: [...atOnce].map((name) => files.get(name)).join('\n'),
  }
}

function statically(name, outputs, seen = new Set()) {
  if (seen.has(name)) return seen
  seen.add(name)
  for (const { path, kind, external } of outputs[name].imports)
    if (kind === 'import-statement' && !external) statically(path, outputs, seen)
  return seen
}
