import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { root } from './run-command.mjs'

/** Bundles an import statement as a user's bundler would, and measures what the user gets. Sizes are gzip -9 of minified code. */
export async function measureBundle({ code, from, platform = 'browser', external = [] }) {
  const conditions = platform === 'node' ? ['node', 'import'] : ['browser', 'import']
  const result = await build({
    stdin: { contents: code, resolveDir: `${root}/${from}` },
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    outdir: 'out',
    target: 'es2022',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions,
    external: ['node:*', ...external],
    write: false,
    logLevel: 'silent',
  })
  const files = result.outputFiles.map(({ path, text }) => ({ name: path, text, gzip: gzipSync(text, { level: 9 }).length }))
  const entry = files.find(({ name }) => name.endsWith('stdin.js')) ?? files[0]
  const loadedAtOnce = reachable(entry, files)
  return {
    /** What loads at once: the entry and the chunks it imports statically. */
    gzip: sum(loadedAtOnce),
    /** Chunks that load later, if at all. */
    lazyGzip: sum(files.filter((file) => !loadedAtOnce.includes(file))),
    text: files.map(({ text }) => text).join('\n'),
    entryText: loadedAtOnce.map(({ text }) => text).join('\n'),
  }
}

function reachable(entry, files, seen = []) {
  if (!entry || seen.includes(entry)) return seen
  seen.push(entry)
  for (const [, path] of entry.text.matchAll(/(?:^|[;}])import(?:\{[^}]*\}from)?"\.\/([^"]+)"/g)) {
    reachable(
      files.find(({ name }) => name.endsWith(`/${path}`)),
      files,
      seen,
    )
  }
  return seen
}

const sum = (files) => files.reduce((total, { gzip }) => total + gzip, 0)
