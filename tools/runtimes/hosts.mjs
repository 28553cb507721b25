import { createServer } from 'node:http'
import { join } from 'node:path'
import { EdgeVM } from '@edge-runtime/vm'
import { build } from 'esbuild'
import { Miniflare } from 'miniflare'
import { chromium } from 'playwright'
import { findChromium } from '../gates/chromium.mjs'
import { runCommand } from '../lib/run-command.mjs'

/** However slow the machine: what takes longer hangs. */
const LIMIT_MS = 300_000
const chromiumArgs = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']

/** Runs `program` (a module with `runAll`) from `folder` in a program of its own, which resolves the packages itself; only time ends a runtime that hangs. */
export async function runInEngine({ path, args }, folder, program) {
  const main = `main-${program}`
  const env = { PATH: process.env.PATH, HOME: folder, DENO_DIR: join(folder, '.deno'), DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' }
  const { code, output } = await runCommand(path, [...args, main], { cwd: folder, env, timeoutMs: LIMIT_MS })
  const line = output.split('\n').find((one) => one.startsWith('RESULT '))
  if (!line) throw new Error(`exit code ${code}: ${output}`)
  return JSON.parse(line.slice('RESULT '.length))
}

export async function runInWorkerd(folder, program) {
  const script = await bundle(
    folder,
    `import { runAll } from './${program}'\nexport default { fetch: async () => Response.json(await runAll()) }`,
    'esm',
    'workerd',
  )
  const worker = new Miniflare({ modules: true, script, compatibilityDate: '2026-07-01', cf: false })
  try {
    return await inTime(worker.dispatchFetch('http://worker/').then((response) => response.json()))
  } finally {
    await worker.dispose()
  }
}

export async function runInEdgeVm(folder, program) {
  const vm = new EdgeVM()
  vm.evaluate(await bundle(folder, `export * from './${program}'`, 'iife', 'edge-light'))
  return JSON.parse(JSON.stringify(await inTime(vm.evaluate('program.runAll()'))))
}

/** A page from localhost, because only such a page, or one by https, has WebCrypto. */
export async function runInChromium(folder, program) {
  const { path, reason } = await findChromium()
  if (!path) return { reason }
  const script = await bundle(folder, `export * from './${program}'`, 'iife', 'browser')
  const server = createServer((_request, response) =>
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>tests</title>'),
  )
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const browser = await chromium.launch({ executablePath: path, args: chromiumArgs, timeout: LIMIT_MS })
  try {
    const page = await browser.newPage()
    page.setDefaultTimeout(LIMIT_MS)
    await page.goto(`http://localhost:${server.address().port}/`)
    await page.addScriptTag({ content: script })
    return await inTime(page.evaluate('program.runAll()'))
  } finally {
    await browser.close()
    server.close()
  }
}

async function bundle(folder, contents, format, condition) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder },
    bundle: true,
    format,
    globalName: 'program',
    target: 'es2022',
    platform: 'neutral',
    mainFields: ['browser', 'module', 'main'],
    conditions: [condition, 'import'],
    write: false,
    logLevel: 'error',
  })
  return outputFiles[0].text
}

async function inTime(work) {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it did not end within ${LIMIT_MS} ms`)), LIMIT_MS)
  })
  return await Promise.race([work, late]).finally(() => clearTimeout(timer))
}

/** In one isolate, begins a flight in a request that ends at once, and gives what the next request gets (R72). */
export async function lostFlight(folder, isIsolated) {
  const program = isIsolated ? requestsOfWorker(folder) : callsOfVm(folder)
  return await inTime(program)
}

async function requestsOfWorker(folder) {
  const handler = 'export default { fetch: async ({ url }) => Response.json(await program[new URL(url).pathname.slice(1)]()) }'
  const script = await bundle(folder, `import * as program from './lost-flight.mjs'\n${handler}`, 'esm', 'workerd')
  const worker = new Miniflare({ modules: true, script, compatibilityDate: '2026-07-01', cf: false })
  try {
    await worker.dispatchFetch('http://worker/leaveFlight')
    return await (await worker.dispatchFetch('http://worker/afterLostFlight')).json()
  } finally {
    await worker.dispose()
  }
}

async function callsOfVm(folder) {
  const vm = new EdgeVM()
  vm.evaluate(await bundle(folder, "export * from './lost-flight.mjs'", 'iife', 'edge-light'))
  await vm.evaluate('program.leaveFlight()')
  return await vm.evaluate('program.afterLostFlight()')
}
