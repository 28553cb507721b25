// The portable tests of each package, on every runtime, from the packed tarballs: on Node, Deno and Bun, which resolve the installed packages
// themselves, and in workerd, a bare edge VM and Chromium, for which they are bundled with the conditions of each. `any` tests run everywhere;
// `files` where there are files, by the entries ./node; `web` where the packages' web files are taken; `page` in a page. `node tools/runtimes/run.mjs Deno` runs one.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installTarballs } from '../lib/install-tarballs.mjs'
import { root } from '../lib/run-command.mjs'
import { packages } from '../lib/workspace.mjs'
import { bundleSuites, writeProgram } from './bundle-suites.mjs'
import { findEngines } from './engines.mjs'
import { lostFlight, runInChromium, runInEdgeVm, runInEngine, runInWorkerd } from './hosts.mjs'

/** They run on Node alone, which the unit tests show. */
const onNodeAlone = ['emulator', 'local-ocr']
const kinds = { any: () => true, files: isEngine, web: (host) => !host.startsWith('Node'), page: (host) => host === 'Chromium' }
const wanted = process.argv.slice(2)

const folder = mkdtempSync(join(tmpdir(), 'runtimes-'))
const rows = new Map()
let failed = 0
try {
  const peers = ['@opentelemetry/api']
  const installed = await installTarballs(folder, (name) => !onNodeAlone.includes(name), { peers })
  for (const kind of Object.keys(kinds)) {
    writeProgram(folder, `${kind}.mjs`, await bundleSuites(folder, kind, installed))
    // Timers of the packages keep no program alive, so this one has one of its own.
    const lines = ['setInterval(() => {}, 1000)', "console.log('RESULT ' + JSON.stringify(await runAll()))", 'process.exit(0)']
    writeFileSync(join(folder, `main-${kind}.mjs`), [`import { runAll } from './${kind}.mjs'`, ...lines, ''].join('\n'))
  }
  cpSync(join(root, 'tools/runtimes/lost-flight.mjs'), join(folder, 'lost-flight.mjs'))
  for (const host of await findHosts()) if (wanted.length === 0 || wanted.includes(host.name)) await runHost(host)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
showMatrix()
process.exitCode = failed > 0 ? 1 : 0

function isEngine(host) {
  return /^(Node \d+|Deno|Bun)$/.test(host)
}

async function findHosts() {
  const engines = (await findEngines()).map((engine) => ({ ...engine, run: (program) => runInEngine(engine, folder, program) }))
  const bundled = { workerd: runInWorkerd, EdgeVM: runInEdgeVm, Chromium: runInChromium }
  return [...engines, ...Object.entries(bundled).map(([name, run]) => ({ name, run: (program) => run(folder, program) }))]
}

async function runHost({ name, run, reason }) {
  if (reason) return console.log(`NOT RUN: the portable tests on ${name}: ${reason}`)
  const counts = new Map()
  rows.set(name, counts)
  for (const kind of Object.keys(kinds).filter((one) => kinds[one](name))) {
    const result = await run(`${kind}.mjs`).catch((error) => ({ [`(${kind})`]: { passed: 0, failures: [String(error.stack)] } }))
    if (typeof result.reason === 'string') {
      rows.delete(name)
      return console.log(`NOT RUN: the portable tests on ${name}: ${result.reason}`)
    }
    for (const [one, { passed, failures }] of Object.entries(result)) {
      failed += failures.length
      const before = counts.get(one) ?? { passed: 0, failed: 0 }
      counts.set(one, { passed: before.passed + passed, failed: before.failed + failures.length })
      for (const failure of failures) console.error(`${name}, ${one}: ${failure}`)
    }
  }
  if (name === 'workerd' || name === 'EdgeVM') await checkLostFlight(name)
}

/** Only where requests are isolated the second one asks the source anew, after it has waited 1 s for the lost flight (R72). */
async function checkLostFlight(name) {
  const isIsolated = name === 'workerd'
  const found = await lostFlight(folder, isIsolated).catch((error) => ({ error: String(error.stack) }))
  const passed = found.contacts === (isIsolated ? 2 : 1) && found.accessKeyId !== undefined
  if (!passed) failed++
  console[passed ? 'log' : 'error'](`${name}, a flight whose request has ended: ${passed ? 'passed' : JSON.stringify(found)}`)
}

function showMatrix() {
  const names = packages().map((one) => one.folder)
  const extra = [...new Set([...rows.values()].flatMap((counts) => [...counts.keys()]))].filter((name) => !names.includes(name))
  const widths = [...rows.keys()].map((name) => Math.max(name.length, 8))
  const line = (first, cells) =>
    console.log(`| ${[first.padEnd(18), ...cells.map((cell, index) => String(cell).padStart(widths[index]))].join('  ')}`)
  line('tests passed', [...rows.keys()])
  for (const name of [...names, ...extra]) {
    const cells = [...rows].map(([host, counts]) => {
      const { passed, failed: wrong } = counts.get(name) ?? {}
      if (passed === undefined && !onNodeAlone.includes(name)) {
        failed++
        return 'NO TESTS'
      }
      if (passed === undefined) return host.startsWith('Node') ? '(unit)' : 'Node only'
      return wrong > 0 ? `${passed}, ${wrong} FAILED` : passed
    })
    line(name, cells)
  }
}
