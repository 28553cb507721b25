// Installs packed tarballs of core, tea-rpc and ocr alone into an empty folder, as a user would, and does one signed call to the
// emulator from an ES module and from require(), on every supported Node; then type-checks a small program.
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root, runCommand } from '../lib/run-command.mjs'
import { withEmulator } from '../lib/with-emulator.mjs'

const TARBALLS = join(root, '.results/tarballs')
const INSTALLED = ['credentials-core', 'tea-rpc', 'ocr20191230']
const nodes = {
  'Node 20': join(root, 'tools/node-matrix/node_modules/node20/bin/node'),
  'Node 22': join(root, 'tools/node-matrix/node_modules/node22/bin/node'),
  'Node 24': process.execPath,
}
const folder = mkdtempSync(join(tmpdir(), 'consumer-'))
let failed = 0

try {
  cpSync(join(root, 'tools/consumers/programs'), folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  const files = readdirSync(TARBALLS).filter((file) => INSTALLED.some((name) => file.startsWith(`x-${name}-0`) || file.startsWith(`x-${name}-1`)))
  const installed = await runCommand('npm', ['install', '--no-audit', '--no-fund', ...files.map((file) => join(TARBALLS, file))], { cwd: folder })
  tell(`npm install of ${files.length} tarballs`, installed.code === 0 && files.length === INSTALLED.length, installed.output)

  await withEmulator(async ({ env }) => {
    for (const [name, node] of Object.entries(nodes)) {
      if (!existsSync(node)) {
        console.log(`${name}: NOT RUN, this system has no such Node in the registry`)
        continue
      }
      for (const program of ['call.mjs', 'call.cjs']) {
        const { code, output } = await runCommand(node, [program], { cwd: folder, env: { ...env, PATH: process.env.PATH }, timeoutMs: 60_000 })
        tell(`${name}: ${program}`, code === 0 && /signed call answered/.test(output) && !/Warning/.test(output), output)
      }
    }
  })
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  for (const resolution of ['nodenext', 'bundler']) {
    const module = resolution === 'bundler' ? 'esnext' : resolution
    const args = [tsc, '--noEmit', '--strict', '--exactOptionalPropertyTypes', '--target', 'es2022', '--lib', 'es2022,dom', '--types', '', '--module', module, '--moduleResolution', resolution, 'program.mts']
    const { code, output } = await runCommand(process.execPath, args, { cwd: folder })
    tell(`TypeScript ${resolution}`, code === 0, output)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = failed > 0 ? 1 : 0

function tell(what, passed, output) {
  if (!passed) failed++
  console.log(passed ? `${what}: passed` : `${what}: failed\n${output}`)
}
