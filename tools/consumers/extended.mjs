// Consumers whose tools are others' and large (700 MB): webpack, rollup, Next.js, NestJS with Jest, a Worker by wrangler. Each is a project in
// `extended/`, with the packed tarballs in its own node_modules, built by its own tool and then run against the emulator. The tools are installed
// once, by a lockfile of their own, into .results. `--record` writes what came out into extended/RESULTS.md.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installLocked } from '../lib/install-locked.mjs'
import { installTarballs } from '../lib/install-tarballs.mjs'
import { root } from '../lib/run-command.mjs'
import { withEmulator } from '../lib/with-emulator.mjs'
import { filesOf } from './bundled.mjs'
import { createReport, nodeInside, run } from './consumer.mjs'
import { checkNext } from './next.mjs'
import { runWorker } from './worker.mjs'

const source = join(root, 'tools/consumers/extended')
const tools = join(root, '.results/consumers')
const projects = join(tools, 'projects')
const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'))
const lines = []
const { tell: report, failed } = createReport()

const problem = await installLocked(source, tools)
if (problem) console.log(`NOT RUN: the extended consumers: ${problem}`)
else await checkAll()
console.log('NOT RUN: Egg itself: its way of loading is played by programs/egg.cjs in the gate consumers')
if (process.argv.includes('--record')) record()
process.exitCode = failed() > 0 ? 1 : 0

async function checkAll() {
  rmSync(projects, { recursive: true, force: true })
  const installed = join(projects, 'installed')
  mkdirSync(installed, { recursive: true })
  const names = await installTarballs(installed, (name) => !['emulator', 'local-ocr', 'otel', 'ocr-view'].includes(name))
  console.log(`${names.length} tarballs installed`)
  await withEmulator(async ({ env }) => {
    await checkPage('webpack', env, [join(project('webpack'), 'build.cjs')])
    await checkPage('rollup', env, [join(tools, 'node_modules/rollup/dist/bin/rollup'), '-c'])
    await checkJest('jest', `Jest ${versionOf('jest')} in CommonJS mode`, env)
    await checkJest('nest', `NestJS ${versionOf('@nestjs/core')} with Jest ${versionOf('jest')}`, env)
    await checkWrangler(env)
    await checkNext({ folder: project('next'), tools, env, tell })
  })
}

/** A project's folder, new, with the programs that all share and the packages in its own node_modules. */
function project(name) {
  const folder = join(projects, name)
  cpSync(join(source, name), folder, { recursive: true })
  for (const program of ['page.mjs', 'run-page.mjs', 'worker.mjs'])
    cpSync(join(root, 'tools/consumers/programs', program), join(folder, program))
  cpSync(join(projects, 'installed/node_modules'), join(folder, 'node_modules'), { recursive: true, verbatimSymlinks: true })
  return folder
}

async function checkPage(name, env, args) {
  const folder = name === 'webpack' ? join(projects, name) : project(name)
  const built = await run(process.execPath, args, { cwd: folder })
  if (built.code !== 0) return tell(`${name} ${versionOf(name)}, a page`, false, built.output)
  const found = filesOf(join(folder, 'out')).map(nodeInside).find(Boolean)
  const { code, output } = await run(process.execPath, ['run-page.mjs', join(folder, 'out/page.js')], { cwd: folder, env })
  return tell(
    `${name} ${versionOf(name)}, a page`,
    code === 0 && !found && /signed call answered/.test(output),
    found ? `it holds ${found}` : output,
  )
}

/** `jest` transforms the packages to CommonJS; `nest`, whose version 12 cannot be transformed so, lets Jest load ES modules: the README names both. */
async function checkJest(name, what, env) {
  const folder = project(name)
  const args = ['--experimental-vm-modules', '--no-warnings', join(tools, 'node_modules/jest/bin/jest.js'), '--ci', '--rootDir', folder]
  const { code, output } = await run(process.execPath, name === 'nest' ? args : args.slice(2), { cwd: folder, env })
  tell(what, code === 0 && /1 passed/.test(output), output)
}

async function checkWrangler(env) {
  const folder = project('wrangler')
  const args = [join(tools, 'node_modules/wrangler/bin/wrangler.js'), 'deploy', '--dry-run', '--outdir', 'out']
  const built = await run(process.execPath, args, { cwd: folder })
  const what = `a Cloudflare Worker by wrangler ${versionOf('wrangler')}`
  if (built.code !== 0) return tell(what, false, built.output)
  const text = readFileSync(join(folder, 'out/worker.js'), 'utf8')
  const answer = await runWorker(text, env).catch((error) => String(error.stack))
  return tell(what, !nodeInside(text) && /signed call answered/.test(answer), nodeInside(text) ?? answer)
}

function tell(what, passed, output) {
  lines.push(`| ${what} | ${passed ? 'passed' : 'failed'} |`)
  return report(what, passed, output)
}

function versionOf(name) {
  return manifest.dependencies[name]
}

function record() {
  const text = [
    '# Extended consumers',
    '',
    `Run on ${new Date().toISOString().slice(0, 10)} by \`node tools/consumers/extended.mjs --record\`, on Node ${process.versions.node}.`,
  ]
  writeFileSync(join(source, 'RESULTS.md'), [...text, '', '| consumer | result |', '| --- | --- |', ...lines, ''].join('\n'))
}
