// Installs the packed tarballs into an empty folder, as a user would, and uses them there as users do: one signed call to the emulator from an ES
// module, from require() and in the way of Egg, on every supported Node; a program type-checked for every kind of project; bundles for a page and
// for a function, run against the emulator; and what one provider brings when it is installed alone. What needs tools of others is in extended.mjs.
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installTarballs } from '../lib/install-tarballs.mjs'
import { root } from '../lib/run-command.mjs'
import { withEmulator } from '../lib/with-emulator.mjs'
import { checkAlone } from './alone.mjs'
import { checkBundles } from './bundled.mjs'
import { createReport, run } from './consumer.mjs'

const nodes = {
  'Node 20': join(root, 'tools/node-matrix/node_modules/node20/bin/node'),
  'Node 22': join(root, 'tools/node-matrix/node_modules/node22/bin/node'),
  'Node 24': process.execPath,
}
/** Options of tsc by the kind of project. `node16` cannot require() ES modules, so it is for projects of ES modules. */
const projects = {
  nodenext: ['--module', 'nodenext'],
  node20: ['--module', 'node20'],
  node16: ['--module', 'node16'],
  bundler: ['--module', 'esnext', '--moduleResolution', 'bundler'],
  'commonjs with bundler': ['--module', 'commonjs', '--moduleResolution', 'bundler'],
}
const strict = '--noEmit --strict --exactOptionalPropertyTypes --target es2022 --lib es2022,dom --types'.split(' ').concat('')
/** What a user needs who reads text, and no more: three packages and undici. */
const few = ['credentials-core', 'tea-rpc', 'ocr20191230']
/** Providers that people install alone. */
const single = ['provider-ecs', 'provider-sts']
const beside = ['emulator', 'local-ocr', 'otel', 'ocr-view']

const { tell, failed } = createReport()
for (const alone of single) await inFolder((folder) => checkAlone({ folder, alone, tell }))
await inFolder((folder) => useFew(folder))
await inFolder((folder) => useMost(folder))
process.exitCode = failed() > 0 ? 1 : 0

async function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'consumer-'))
  try {
    cpSync(join(root, 'tools/consumers/programs'), folder, { recursive: true })
    await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function useFew(folder) {
  const installed = await installTarballs(folder, (name) => few.includes(name)).catch((error) => ({ length: 0, error }))
  if (!tell(`npm install of ${few.length} tarballs`, installed.length === few.length, String(installed.error))) return
  await withEmulator(({ env }) => runOnEveryNode(folder, env, ['call.mjs', 'call.cjs']))
  for (const [name, options] of Object.entries(projects)) {
    const args = [join(root, 'node_modules/typescript/bin/tsc'), ...strict, ...options, 'program.mts']
    const { code, output } = await run(process.execPath, args, { cwd: folder })
    tell(`TypeScript ${name}`, code === 0, output)
  }
}

async function useMost(folder) {
  const installed = await installTarballs(folder, (name) => !beside.includes(name)).catch((error) => ({ length: 0, error }))
  if (!tell(`npm install of ${installed.length} tarballs`, installed.length > few.length, String(installed.error))) return
  await withEmulator(async ({ env }) => {
    await runOnEveryNode(folder, env, ['egg.cjs'])
    await checkBundles({ folder, env, tell })
  })
}

async function runOnEveryNode(folder, env, programs) {
  for (const [name, node] of Object.entries(nodes)) {
    if (!existsSync(node)) {
      console.log(`NOT RUN: the consumers on ${name}: the registry has none for ${process.platform} ${process.arch}`)
      continue
    }
    for (const program of programs) {
      const { code, output } = await run(node, [program], { cwd: folder, env })
      tell(`${name}: ${program}`, code === 0 && /signed call answered/.test(output) && !/Warning/.test(output), output)
    }
  }
}
