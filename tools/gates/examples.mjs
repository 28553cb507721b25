// Runs every example against the emulator. An example's expected.txt lists what must be found in its output, one pattern a line.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, runCommand } from '../lib/run-command.mjs'
import { withEmulator } from '../lib/with-emulator.mjs'

const { CHROMIUM_PATH } = process.env
/** Several examples read pictures, which takes a second each, and minutes on a machine that is very slow. */
const BUDGET_MS = 8 * 60_000
const begun = Date.now()
let failed = 0
await withEmulator(async ({ env }) => {
  for (const name of readdirSync(join(root, 'examples')).sort()) {
    const folder = join(root, 'examples', name)
    if (!existsSync(join(folder, 'package.json'))) continue
    if (Date.now() - begun > BUDGET_MS) {
      console.log(`NOT RUN: the example ${name}: those before it took ${BUDGET_MS / 60_000} minutes`)
      continue
    }
    const { code, output } = await runCommand('node', ['main.ts'], {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder, ...(CHROMIUM_PATH && { CHROMIUM_PATH }), ...env },
      timeoutMs: 1_200_000,
    })
    const notRun = output.split('\n').filter((line) => line.startsWith('NOT RUN'))
    for (const line of notRun) console.log(line)
    if (code === 0 && notRun.length > 0) continue
    const expected = readFileSync(join(folder, 'expected.txt'), 'utf8').trim().split('\n')
    const missing = expected.filter((pattern) => !new RegExp(pattern, 'u').test(output))
    const passed = code === 0 && missing.length === 0
    if (!passed) failed++
    console.log(passed ? `${name}: passed` : `${name}: exit code ${code}, without ${missing.join(' | ')}\n${output}`)
  }
})
process.exitCode = failed > 0 ? 1 : 0
