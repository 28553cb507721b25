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

async function inWorkerd(use) {
  const script = await bundle(
    `import * as program from './portable.mjs'
    export default { fetch: async ({ url }) => Response.json(await program[new URL(url).pathname.slice(1)]()) }`,
    'esm',
    'workerd',
  )
  // Without cf the runtime asks the network for facts about its place.
  const worker = new Miniflare({ modules: true, script, compatibilityDate: '2026-07-01', cf: false })
  try {
    await use(async (name) => (await worker.dispatchFetch(`http://worker/${name}`)).json())
  } finally {
    await worker.dispose()
  }
}

async function inEdgeVm(use) {
  const script = await bundle("export * from './portable.mjs'", 'iife', 'edge-light')
  const vm = new EdgeVM()
  vm.evaluate(script)
  await use(async (name) => JSON.parse(JSON.stringify(await vm.evaluate(`program.${name}()`))))
}

let failed = 0
function report(what, found, passed) {
  if (!passed) failed++
  console.log(`${what}: ${passed ? 'passed' : `failed\n${JSON.stringify(found, null, 2)}`}`)
}

for (const [runtime, open] of Object.entries({ workerd: inWorkerd, EdgeVM: inEdgeVm })) {
  await open(async (run) => {
    const found = await run('portable')
    report(runtime, found, isDeepStrictEqual(found, EXPECTED))

    const { passed, failures } = await run('playScenarios')
    report(`${runtime}, ${passed} of ${passed + failures.length} refresh scenarios`, failures, passed > 0 && failures.length === 0)

    // Only where requests are isolated the second one asks the source anew, after it has waited 1 s for the lost flight (R72).
    await run('leaveFlight')
    const { contacts, accessKeyId } = await run('afterLostFlight')
    const wanted = runtime === 'workerd' ? 2 : 1
    report(`${runtime}, a flight whose request has ended`, { contacts }, contacts === wanted && accessKeyId !== undefined)
  }).catch((error) => report(runtime, { error: String(error.stack) }, false))
}
process.exitCode = failed > 0 ? 1 : 0
