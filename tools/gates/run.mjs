// `npm test`: runs the gates one after the other and ends with `N passed, N failed`. `npm test -- NAME…` runs the named ones only.
// With `--require-all` each line NOT RUN counts as a failure, as a release wants it.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { progress } from '../lib/progress.mjs'
import { interruptionCode, root, runCommand } from '../lib/run-command.mjs'
import { findChromium } from './chromium.mjs'

const node = (script, ...args) => ['node', [script, ...args]]
/** Long gates are turbo tasks: turbo.json lists what they depend on, and an unchanged tree gets their output from its cache. */
const turbo = (task) => ['turbo', ['run', task, '--output-logs=full', '--log-prefix=none', '--log-order=grouped']]

const gates = {
  lockfile: ['pnpm', ['install', '--frozen-lockfile', '--lockfile-only', '--prefer-offline']],
  packages: node('tools/check-packages.mjs'),
  lint: ['biome', ['check', '--error-on-warnings', '.']],
  text: node('tools/gates/text.mjs'),
  changesets: node('tools/gates/changesets.mjs'),
  exports: node('tools/exports-snapshot.mjs'),
  knip: ['knip', []],
  typecheck: turbo('typecheck'),
  build: turbo('build'),
  docs: node('tools/gates/docs.mjs'),
  tools: turbo('tools'),
  api: turbo('api'),
  sizes: node('tools/sizes.mjs'),
  guards: turbo('guards'),
  tarballs: turbo('tarballs'),
  unit: turbo('unit'),
  ocr: turbo('ocr'),
  node20: turbo('unit:node20'),
  node22: turbo('unit:node22'),
  examples: turbo('examples'),
  runtimes: turbo('runtimes'),
  consumers: turbo('consumers'),
  releases: turbo('releases'),
}
/** Gates that share nothing with each other. The long ones come first, so that none is left over at the end. */
const sideBySide = new Set(['unit', 'ocr', 'node20', 'node22', 'examples', 'runtimes', 'consumers', 'releases'])
/** Run when they are named only: they install much, or take long. */
const onDemand = {
  'consumers-extended': node('tools/consumers/extended.mjs'),
  rename: node('tools/release/check-rename.mjs'),
  released: node('tools/release/check-released.mjs'),
}
/** Gates that look at what was built or packed; named alone, they come after these, which turbo answers at once while nothing changed. */
const needs = {
  ...Object.fromEntries(
    ['docs', 'sizes', 'guards', 'tarballs', 'unit', 'node20', 'node22', 'examples', 'runtimes', 'consumers', 'releases'].map((name) => [
      name,
      ['build'],
    ]),
  ),
  'consumers-extended': ['build', 'tarballs'],
}
/**
 * Usually all gates are done in minutes. On a machine that is many times slower, those that could not begin in this time are named as not run:
 * a service that ends a run after an hour and a half would say nothing at all.
 */
const BUDGET_MS = 50 * 60_000
/** When the gate that is under way then is ended. */
const LIMIT_MS = 80 * 60_000
/** Gates that also count tests: vitest's report of each. */
const reports = {
  unit: '.results/unit.json',
  ocr: '.results/ocr.json',
  node20: '.results/unit-node20.json',
  node22: '.results/unit-node22.json',
}

const requireAll = process.argv.includes('--require-all')
const wanted = process.argv.slice(2).filter((argument) => argument !== '--require-all')
const known = { ...gates, ...onDemand }
const unknown = wanted.filter((name) => !(name in known))
if (unknown.length > 0) {
  console.error(`There is no gate ${unknown.join(', ')}. The gates are ${Object.keys(known).join(', ')}.`)
  process.exit(1)
}

const begun = Date.now()
const chromium = await progress('Looking for Chromium', findChromium())
const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', NO_COLOR: '1', CHROMIUM_PATH: chromium.path }
const total = { passed: 0, failed: 0 }
const notRun = chromium.path ? [] : [`NOT RUN: the browser tests: ${chromium.reason}`]
const chosen = wanted.length > 0 ? [...new Set([...wanted.flatMap((name) => needs[name] ?? []), ...wanted])] : Object.keys(gates)
const underWay = new Set()
await progress(() => [...underWay].join(', '), runAll(chosen))
const left = new Set(notRun)
for (const line of left) console.log(line)
if (requireAll) total.failed += left.size
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 ? 1 : 0

/** One gate after the other, and from the first that `sideBySide` names two at a time: each of these keeps one core busy, seldom two. */
async function runAll(names) {
  const waiting = [...names]
  const work = async (isOver) => {
    while (waiting.length > 0 && !isOver(waiting[0])) {
      const name = waiting.shift()
      if (Date.now() - begun > BUDGET_MS)
        notRun.push(`NOT RUN: the gate ${name}: the gates before it took ${BUDGET_MS / 60_000} minutes; npm test -- ${name}`)
      else await runGate(name)
      if (interruptionCode()) process.exit(interruptionCode())
    }
  }
  await work((name) => sideBySide.has(name))
  await Promise.all([work(() => false), work(() => false)])
}

async function runGate(name) {
  underWay.add(name)
  const report = reports[name] && join(root, reports[name])
  if (report) rmSync(report, { force: true })
  const started = Date.now()
  const [command, args] = known[name]
  const { code, output } = await runCommand(command, args, { env, timeoutMs: LIMIT_MS - (Date.now() - begun) })
  underWay.delete(name)
  const tests = report && readReport(report)
  const passed = code === 0 && (!report || tests?.failed === 0)
  total[passed ? 'passed' : 'failed'] += 1
  total.passed += tests?.passed ?? 0
  total.failed += tests?.failed ?? 0
  notRun.push(...linesOf(output, 'NOT RUN'))
  const seconds = ((Date.now() - started) / 1000).toFixed(1).padStart(6)
  const counts = tests ? `: ${tests.passed} passed, ${tests.failed} failed${tests.skipped ? `, ${tests.skipped} skipped` : ''}` : ''
  console.log(`${passed ? 'ok  ' : 'FAIL'} ${seconds} s  ${name}${counts}`)
  // What was measured is shown, too, when all is well: the lines that begin with a bar.
  if (!passed) console.log(output.trimEnd())
  else for (const line of linesOf(output, '| ')) console.log(`     ${line.slice(2)}`)
}

function linesOf(output, beginning) {
  return output.split('\n').filter((line) => line.startsWith(beginning))
}

function readReport(path) {
  if (!existsSync(path)) return undefined
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(path, 'utf8'))
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests }
}
