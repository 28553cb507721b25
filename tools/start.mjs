// Starts a script of this repository on a machine that has only Node and npm: `npm run demo`, `npm test`.
// Checks Node, installs what is missing, then runs the script with the tools the repository brings.
// Kept to syntax that any Node with ES modules parses, so that an old one gets a sentence and not a syntax error.
import { spawn } from 'node:child_process'
import { existsSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const PNPM = 'pnpm@12.21.0'
const modules = join(root, 'node_modules')
// Written after an install that went through, so that a half-done one is never taken for done.
const stamp = join(modules, '.installed')
const NO_NETWORK = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|dns error|error sending request/

main(process.argv[2], process.argv.slice(3)).then(
  (code) => {
    process.exitCode = code
  },
  (error) => {
    console.error(error.message)
    process.exitCode = 1
  },
)

async function main(script, args) {
  checkNode(process.versions.node)
  if (!isInstalled()) await install()
  return run(script, args)
}

/** As in `engines`: ^20.19.0 || >=22.12.0. */
function checkNode(version) {
  const [major, minor] = version.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19)) return
  throw new Error(`Node ${version} is too old or not supported: use Node 20.19 or later of 20, or 22.12 or later.`)
}

function isInstalled() {
  if (!existsSync(stamp)) return false
  const installed = statSync(stamp).mtimeMs
  return ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'].every((file) => statSync(join(root, file)).mtimeMs <= installed)
}

async function install() {
  const first = !existsSync(modules)
  const undo = () => {
    if (first) rmSync(modules, { recursive: true, force: true })
  }
  process.once('SIGINT', undo)
  const { code, output } = await withProgress('Installing the tools (once)', ['-y', PNPM, 'install', '--frozen-lockfile'])
  process.removeListener('SIGINT', undo)
  if (code === 0) {
    writeFileSync(stamp, '')
    // A clone may carry files that are newer than this moment's clock resolution.
    const now = new Date(Date.now() + 1000)
    utimesSync(stamp, now, now)
    return
  }
  undo()
  if (NO_NETWORK.test(output)) throw new Error('The npm registry cannot be reached, and the tools are not installed yet: connect to the network and try again.')
  throw new Error(`The tools could not be installed:\n${output.trim().split('\n').slice(-15).join('\n')}`)
}

/** Runs npx quietly and says every now and then that it is at work. */
function withProgress(what, args) {
  return new Promise((resolve, reject) => {
    const child = spawn('npx', args, { cwd: root, env: environment(), stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
    })
    child.stderr.on('data', (chunk) => {
      output += chunk
    })
    const stop = sayProgress(what)
    child.on('error', (error) => {
      stop()
      reject(new Error(`npx cannot be started (${error.code}): it comes with npm.`))
    })
    child.on('close', (code) => {
      stop()
      resolve({ code, output })
    })
  })
}

function sayProgress(what) {
  const started = Date.now()
  const terminal = process.stderr.isTTY
  const show = () => {
    const line = `${what} … ${Math.round((Date.now() - started) / 1000)} s`
    process.stderr.write(terminal ? `\r${line}` : `${line}\n`)
  }
  const first = setTimeout(show, 1000)
  const others = setInterval(show, terminal ? 1000 : 10000)
  return () => {
    clearTimeout(first)
    clearInterval(others)
    if (terminal) process.stderr.write('\r\u001b[K')
  }
}

/** Runs a script of package.json through the repository's own pnpm and Node, with its output as it is. */
function run(script, args) {
  return new Promise((resolve, reject) => {
    const child = spawn('pnpm', ['--silent', 'run', script].concat(args), { cwd: root, env: environment(), stdio: 'inherit' })
    // Ctrl-C reaches the child by itself; this process waits for its end.
    process.on('SIGINT', () => {})
    process.on('SIGTERM', () => child.kill('SIGTERM'))
    child.on('error', reject)
    child.on('close', (code, signal) => resolve(signal ? 1 : code))
  })
}

/** The tools of the repository first, and no telemetry. */
function environment() {
  const separator = process.platform === 'win32' ? ';' : ':'
  return Object.assign({}, process.env, {
    PATH: join(modules, '.bin') + separator + process.env.PATH,
    TURBO_TELEMETRY_DISABLED: '1',
    npm_config_verify_deps_before_run: 'false',
  })
}
