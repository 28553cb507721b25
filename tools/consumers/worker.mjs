import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../lib/run-command.mjs'

/** Runs a bundled Worker in workerd, that of tools/runtimes, and gives its answer. */
export async function runWorker(script, env) {
  const miniflare = createRequire(join(root, 'tools/runtimes/package.json')).resolve('miniflare')
  const { Miniflare } = await import(pathToFileURL(miniflare))
  const worker = new Miniflare({ modules: true, script, compatibilityDate: '2026-07-01', cf: false, bindings: env })
  try {
    return await (await worker.dispatchFetch('http://worker/')).text()
  } finally {
    await worker.dispose()
  }
}
