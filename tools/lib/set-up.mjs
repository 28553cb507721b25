import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { progress } from './progress.mjs'
import { interruptionCode, root, runCommand } from './run-command.mjs'

const tools = join(root, 'node_modules')
const installedMark = join(tools, '.pnpm-workspace-state-v1.json')
const noNetwork =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|error sending request|dns error/

/** Installs what is missing, then runs a script of package.json with the Node and the tools that the repository brings; returns the exit code. */
export async function start(script, args) {
  if (isInstallNeeded()) {
    const problem = await install()
    if (interruptionCode()) return interruptionCode()
    if (problem) {
      console.error(problem)
      return 1
    }
  }
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', PATH: `${join(tools, '.bin')}${delimiter}${process.env.PATH}` }
  const { code } = await runCommand(join(tools, '.bin', 'pnpm'), ['--silent', 'run', script, ...args], { env, show: true })
  return interruptionCode() ?? code
}

function isInstallNeeded() {
  if (!existsSync(installedMark)) return true
  const installed = statSync(installedMark).mtimeMs
  return ['pnpm-lock.yaml', 'pnpm-workspace.yaml'].some((file) => statSync(join(root, file)).mtimeMs > installed)
}

/** Returns undefined, or what went wrong, for the user. */
async function install() {
  const isFirst = !existsSync(tools)
  const what = isFirst ? 'Installing the tools and libraries (only the first time)' : 'Bringing the tools and libraries up to date'
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  // `npm run --silent` would silence the reason, too.
  const env = { ...process.env, npm_config_loglevel: 'error', ...shortRetries }
  const { code, output } = await progress(what, runCommand('npx', ['-y', packageManager, 'install', '--frozen-lockfile'], { env }))
  const problem = code === 0 ? missingNode() : explain(output)
  if (problem && isFirst) removeInstalled()
  if (!problem) utimesSync(installedMark, new Date(), new Date())
  return problem
}

// Without a network npm and pnpm would go on trying for minutes.
const shortRetries = Object.fromEntries(
  ['npm', 'pnpm'].flatMap((manager) => [
    [`${manager}_config_fetch_retry_mintimeout`, '1000'],
    [`${manager}_config_fetch_retry_maxtimeout`, '4000'],
  ]),
)

function explain(output) {
  if (noNetwork.test(output))
    return 'The package registry cannot be reached: setting up needs the network once. Connect and run the command again.'
  return `${output.trimEnd().split('\n').slice(-20).join('\n')}\nThe installation failed; above are its last lines.`
}

/** pnpm leaves an optional package out when its download fails, and Node 24 is one. Elsewhere the tools run on the Node that is there. */
function missingNode() {
  const isBrought = process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch)
  if (isBrought && !existsSync(join(tools, '.bin', 'node')))
    return 'The download of Node 24 for the tools did not succeed. Run the command again.'
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (!isBrought && major < 24 && !(major === 22 && minor >= 18)) return 'On this system the tools run on your own Node: install Node 24.'
  return undefined
}

/** A first installation that did not succeed leaves nothing half-done behind. */
function removeInstalled() {
  const groups = ['packages', 'examples', 'tools'].filter((group) => existsSync(join(root, group)))
  const members = groups.flatMap((group) => readdirSync(join(root, group)).map((name) => join(root, group, name, 'node_modules')))
  members.push(join(root, 'bench/node_modules'))
  for (const folder of [tools, ...members.filter((member) => existsSync(member))]) rmSync(folder, { recursive: true, force: true })
}
