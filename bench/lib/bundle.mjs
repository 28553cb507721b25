import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const resolveDir = fileURLToPath(new URL('..', import.meta.url))

/** Bytes of gzip -9 of a package as a bundler makes it for Node. None of the official packages marks what is unused, so all of it is there. */
export async function bundleForNode(name) {
  const { outputFiles } = await bundle(name, 'node')
  return gzipSync(outputFiles[0].contents, { level: 9 }).length
}

/** Whether the package bundles for browsers as it is. */
export async function canBundleForBrowser(name) {
  return bundle(name, 'browser').then(
    () => true,
    () => false,
  )
}

function bundle(name, platform) {
  return build({
    stdin: { contents: `export * from '${name}'`, resolveDir },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform,
    write: false,
    logLevel: 'silent',
  })
}
