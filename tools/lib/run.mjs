import { spawn } from 'node:child_process'
import { constants } from 'node:os'

const children = new Set()
let interruption

/**
 * Runs a command to its end and tells its exit code and output. Its output is kept, or shown as it comes with `show`.
 * The command gets a process group of its own, so that Ctrl-C, or `timeout` (ms) running out, ends it with all it started.
 */
export function run(command, args, { cwd, env = process.env, show = false, timeout } = {}) {
  passSignalsOn()
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', ...(show ? ['inherit', 'inherit'] : ['pipe', 'pipe'])] })
    const chunks = []
    const keep = (chunk) => chunks.push(chunk)
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)
    children.add(child)
    let timedOut = false
    const timer = timeout === undefined ? undefined : setTimeout(() => { timedOut = true; end(child, 'SIGTERM') }, timeout)
    const done = (code) => {
      clearTimeout(timer)
      children.delete(child)
      resolve({ code: timedOut ? 124 : code, output: Buffer.concat(chunks).toString() })
    }
    child.on('error', (error) => {
      chunks.push(Buffer.from(`${command}: ${error.message}\n`))
      done(127)
    })
    child.on('close', (code, signal) => done(code ?? 128 + constants.signals[signal]))
  })
}

/** The exit code that a signal asks for (130 for Ctrl-C), once one has come; else undefined. */
export const interrupted = () => interruption && 128 + constants.signals[interruption]

let listening = false
function passSignalsOn() {
  if (listening) return
  listening = true
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      interruption ??= signal
      for (const child of children) end(child, signal)
    })
  }
}

/** Passes the signal on to the child's whole group; what still runs 5 s later is killed. */
function end(child, signal) {
  signalGroup(child.pid, signal)
  const killer = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), 5000)
  child.once('close', () => clearTimeout(killer))
}

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}
