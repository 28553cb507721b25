// Bundles the portable program with the conditions of an edge runtime, and runs it in workerd and in a bare edge VM.

import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { EdgeVM } from '@edge-runtime/vm'
import { build } from 'esbuild'
import { Miniflare } from 'miniflare'
import { EXPECTED } from './portable.mjs'

const bundle = async (contents, format, condition) => {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    bundle: true,
    format,
    globalName: 'program',
    target: 'es2022',
    platform: 'neutral',
    conditions: [condition, 'import'],
    write: false,
  })
  return outputFiles[0].text
}

async function inWorkerd() {
  const script = await bundle(
    "import { portable } from './portable.mjs'; export default { fetch: async () => Response.json(await portable()) }",
    'esm',
    'workerd',
  )
  // Without cf the runtime asks the network for facts about its place.
  const worker = new Miniflare({ modules: true, script, compatibilityDate: '2026-07-01', cf: false })
  try {
    return await (await worker.dispatchFetch('http://worker/')).json()
  } finally {
    await worker.dispose()
  }
}

async function inEdgeVm() {
  const script = await bundle("export { portable } from './portable.mjs'", 'iife', 'edge-light')
  const vm = new EdgeVM()
  vm.evaluate(script)
  return JSON.parse(JSON.stringify(await vm.evaluate('program.portable()')))
}

let failed = 0
for (const [name, run] of Object.entries({ workerd: inWorkerd, EdgeVM: inEdgeVm })) {
  const found = await run().catch((error) => ({ error: String(error.stack) }))
  const same = isDeepStrictEqual(found, EXPECTED)
  if (!same) failed++
  console.log(`${name}: ${same ? 'passed' : `failed\n${JSON.stringify(found, null, 2)}`}`)
}
process.exitCode = failed > 0 ? 1 : 0
