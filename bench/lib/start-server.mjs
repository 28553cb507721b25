import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { pinned } from './pinned.mjs'

/** Runs work with a server, which ends with it. */
export async function withServer(program, work) {
  const server = await startServer(program)
  try {
    return await work(server.origin)
  } finally {
    server.stop()
  }
}

/** Starts a program of `servers/` in a process of its own; it prints the port that it listens on. Gives its origin, and `stop`. */
function startServer(program) {
  const path = fileURLToPath(new URL(`../servers/${program}`, import.meta.url))
  const [command, ...rest] = [...pinned.server, process.execPath, path]
  return new Promise((resolve, reject) => {
    const child = spawn(command, rest, { stdio: ['pipe', 'pipe', 'inherit'] })
    child.on('error', reject)
    child.on('exit', (code) => reject(new Error(`${program} ended with ${code}`)))
    // A server ends with its input, so that none outlives a bench that was ended from outside.
    child.stdout.once('data', (port) => resolve({ origin: `http://127.0.0.1:${String(port).trim()}`, stop: () => child.stdin.end() }))
  })
}
