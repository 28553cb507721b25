import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { pinned } from './pinned.mjs'

const folder = fileURLToPath(new URL('../work/', import.meta.url))
/** Nothing of the caller's environment: a proxy, a profile or keys there would change what is measured. */
const env = { PATH: process.env.PATH, HOME: folder, NODE_ENV: 'production' }

/**
 * Runs a program of `work/` in a fresh process, and gives what it printed, a line of JSON, together with `wallMs`, the time from start to
 * end. A contestant thus pays for its own loading, and finds neither code that another has warmed up nor heap that another has filled.
 */
export function runChild(program, args, { nodeOptions = [], timeoutMs = 600_000 } = {}) {
  const [command, ...rest] = [...pinned.client, process.execPath, ...nodeOptions, folder + program, ...args.map(String)]
  return new Promise((resolve, reject) => {
    const begun = performance.now()
    const child = spawn(command, rest, { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs })
    let output = ''
    let problems = ''
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text
    })
    child.stderr.setEncoding('utf8').on('data', (text) => {
      problems += text
    })
    child.on('error', reject)
    child.on('close', (code) => {
      const wallMs = performance.now() - begun
      if (code === 0) resolve({ ...JSON.parse(output.trim().split('\n').at(-1)), wallMs })
      else reject(new Error(`${program} ${args.join(' ')} ended with ${code}: ${problems.trim().split('\n').slice(-8).join('\n')}`))
    })
  })
}
