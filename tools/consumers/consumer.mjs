import { runCommand } from '../lib/run-command.mjs'

/** What no bundle for a page or an edge runtime may hold (R88). */
const ofNode = /(["'`]node:[a-z/_]+["'`]|\bundici\b|__webpack_require__\(.node:)/
/** However slow the machine: what takes longer hangs. */
const LIMIT_MS = 900_000

/** Says what passed as it goes, and counts what did not. */
export function createReport() {
  let failed = 0
  return {
    tell(what, passed, output = '') {
      if (!passed) failed++
      console.log(passed ? `| ${what}: passed` : `${what}: failed\n${output}`)
      return passed
    },
    failed: () => failed,
  }
}

export function run(command, args, { cwd, env = {} }) {
  const quiet = { NO_COLOR: '1', CI: '1', NEXT_TELEMETRY_DISABLED: '1', WRANGLER_SEND_METRICS: 'false', DO_NOT_TRACK: '1' }
  return runCommand(command, args, { cwd, env: { PATH: process.env.PATH, HOME: cwd, ...quiet, ...env }, timeoutMs: LIMIT_MS })
}

/** The name of a module of Node, or of undici, that stands in a bundle, or undefined. */
export function nodeInside(text) {
  return ofNode.exec(text)?.[0]
}
