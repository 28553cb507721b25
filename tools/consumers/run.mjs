// Installs packed tarballs of core, tea-rpc and ocr alone into an empty folder, as a user would, and does one signed call to the
// emulator from an ES module and from require(), on every supported Node; then type-checks a small program.
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root, runCommand } from '../lib/run-command.mjs'
import { withEmulator } from '../lib/with-emulator.mjs'

const tarballs = join(root, '.results/tarballs')
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

const folder = mkdtempSync(join(tmpdir(), 'consumer-'))
let failed = 0
try {
  cpSync(join(root, 'tools/consumers/programs'), folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  if (await install()) {
    await callFromEveryNode()
    for (const [name, options] of Object.entries(projects)) {
      const args = [join(root, 'node_modules/typescript/bin/tsc'), ...strict, ...options, 'program.mts']
      const { code, output } = await runCommand(process.execPath, args, { cwd: folder })
      tell(`TypeScript ${name}`, code === 0, output)
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = failed > 0 ? 1 : 0

/** undici, their only dependency, comes from this workspace's own copy, so that nothing is asked of the network. */
async function install() {
  const files = readdirSync(tarballs).filter((file) => /^x-(credentials-core|tea-rpc|ocr20191230)-\d/.test(file))
  const undici = join(root, 'packages/tea-rpc/node_modules/undici')
  const packed = await runCommand('npm', ['pack', undici, '--ignore-scripts', '--silent', '--pack-destination', folder])
  const paths = [...files.map((file) => join(tarballs, file)), join(folder, packed.output.trim().split('\n').at(-1))]
  const { code, output } = await runCommand('npm', ['install', '--offline', '--no-audit', '--no-fund', ...paths], { cwd: folder })
  const scope = join(folder, 'node_modules/@x')
  const installed = existsSync(scope) ? readdirSync(scope).length : 0
  return tell(`npm install of ${files.length} tarballs`, code === 0 && installed === 3, packed.output + output)
}

async function callFromEveryNode() {
  await withEmulator(async ({ env }) => {
    for (const [name, node] of Object.entries(nodes)) {
      if (!existsSync(node)) {
        console.log(`NOT RUN: the consumers on ${name}: the registry has none for ${process.platform} ${process.arch}`)
        continue
      }
      for (const program of ['call.mjs', 'call.cjs']) {
        const { code, output } = await runCommand(node, [program], {
          cwd: folder,
          env: { ...env, PATH: process.env.PATH },
          timeoutMs: 300_000,
        })
        tell(`${name}: ${program}`, code === 0 && /signed call answered/.test(output) && !/Warning/.test(output), output)
      }
    }
  })
}

function tell(what, passed, output) {
  if (!passed) failed++
  console.log(passed ? `${what}: passed` : `${what}: failed\n${output}`)
  return passed
}
