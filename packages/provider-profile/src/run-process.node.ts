import type { ChildProcess, spawn } from 'node:child_process'
import type { RunProcess } from './run-process.ts'

/** Milliseconds for which a program that has ended may leave its output open to programs that it began. */
const GRACE = 1000

/**
 * Runs a program without a shell, as the leader of a group of its own, so that what it begins ends with it. Its standard error is not read:
 * it can hold secrets.
 */
export const runProcess: RunProcess = async ({ file, args, env, timeout, limit, signal }) => {
  // Loaded when it is needed: it takes longer than the rest of this package.
  const { spawn } = await import('node:child_process')
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    // On Windows a group of its own would open a window.
    const detached = process.platform !== 'win32'
    const child = spawn(file, args, {
      env: env as NodeJS.ProcessEnv,
      stdio: ['ignore', 'pipe', 'ignore'],
      shell: false,
      windowsHide: true,
      detached,
    })
    const chunks: Buffer[] = []
    let size = 0
    let exitCode: number | null = null
    let grace: NodeJS.Timeout | undefined

    const finish = (settle: () => void): void => {
      clearTimeout(timer)
      clearTimeout(grace)
      signal?.removeEventListener('abort', abort)
      child.stdout.destroy()
      settle()
    }
    const stop = (error: unknown): void => {
      kill(child, detached, spawn)
      finish(() => reject(error))
    }
    const succeed = (): void => finish(() => resolve({ exitCode, output: Buffer.concat(chunks).toString('utf8') }))
    const abort = (): void => stop(signal?.reason)
    const timer = setTimeout(() => stop(coded('ERR_TIMEOUT')), timeout)
    signal?.addEventListener('abort', abort, { once: true })

    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > limit) stop(coded('ERR_TOO_LARGE'))
      else chunks.push(chunk)
    })
    child.on('error', ({ code = 'EUNKNOWN' }: NodeJS.ErrnoException) => finish(() => reject(coded(code))))
    child.on('exit', (status) => {
      exitCode = status
      grace = setTimeout(() => {
        kill(child, detached, spawn)
        succeed()
      }, GRACE)
    })
    child.on('close', succeed)
  })
}

/** The whole group. Its id is that of its leader, and stays its own while any of its members lives. */
function kill(child: ChildProcess, detached: boolean, start: typeof spawn): void {
  if (child.pid === undefined) return
  try {
    if (detached) process.kill(-child.pid, 'SIGKILL')
    else start('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore', windowsHide: true }).on('error', () => child.kill())
  } catch {}
}

function coded(code: string): Error {
  return Object.assign(new Error('the program was not run to its end'), { code })
}
