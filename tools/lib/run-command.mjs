import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'

/** The folder of the whole repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

const children = new Set()
let interruption

/**
 * Runs a command and gives its exit code and its whole output; it never throws for a code other than 0.
 * With `show` the output appears as it comes and is not kept. The command gets a process group of its own, so that Ctrl-C,
 * or a `timeoutMs` that runs out, ends it together with all it started.
 */
export function runCommand(command, args, { cwd = root, env = process.env, show = false, timeoutMs = 600_000 } = {}) {
  passSignalsOn()
  return new Promise((resolve) => {
    const stdio = show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe']
    const child = spawn(command, args, { cwd, env, detached: true, stdio })
    children.add(child)
    let output = ''
    const keep = (chunk) => {
      output += chunk
    }
    child.stdout?.setEncoding('utf8').on('data', keep)
    child.stderr?.setEncoding('utf8').on('data', keep)
    const onTimeout = () => {
      output += `\nstopped after ${timeoutMs} ms\n`
      end(child, 'SIGTERM')
    }
    const timer = show ? undefined : setTimeout(onTimeout, timeoutMs)
    const settle = (code) => {
      clearTimeout(timer)
      children.delete(child)
      resolve({ code, output })
    }
    child.on('error', (error) => {
      output += `${command} cannot be started: ${error.message}\n`
      settle(127)
    })
    child.on('close', (code, signal) => settle(code ?? exitCodeOf(signal)))
  })
}

/** The exit code that an interruption asks for (130 for Ctrl-C), or undefined when there was none. */
export const interruptionCode = () => interruption && exitCodeOf(interruption)

const exitCodeOf = (signal) => 128 + constants.signals[signal]

let isPassing = false
function passSignalsOn() {
  if (isPassing) return
  isPassing = true
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      interruption ??= signal
      for (const child of children) end(child, signal)
    })
  }
}

/** Passes a signal on to the child's whole group. What still runs 5 s later is killed. */
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
