import { describe, expect, test } from 'vitest'
import { type BinEnvironment, runBin } from './run-bin.ts'
import { startEmulator } from './start-emulator.ts'

interface Run {
  readonly code: Promise<0 | 1>
  readonly printed: () => string
  readonly errors: () => string
  readonly stop: () => void
}

const run = (args: readonly string[], platform = 'linux'): Run => {
  let printed = ''
  let errors = ''
  let stop = (): void => {}
  const stopped = new Promise<void>((resolve) => {
    stop = resolve
  })
  const environment: BinEnvironment = {
    args,
    platform,
    print: (text) => {
      printed += text
    },
    printError: (text) => {
      errors += text
    },
    stopped: () => stopped,
  }
  return { code: runBin(environment), printed: () => printed, errors: () => errors, stop }
}

describe('the program', () => {
  test('prints its address and variables to paste, and ends with 0 when it is stopped', async () => {
    const { code, printed, stop } = run(['--port', '0', '--hardened'])
    await expect.poll(printed).toContain('Ctrl+C')
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(printed())?.[0] ?? ''
    expect(printed()).toMatch(/export ALIBABA_CLOUD_ACCESS_KEY_ID='LTAI\w+'\n {2}export ALIBABA_CLOUD_ACCESS_KEY_SECRET='\w+'/)
    expect(printed()).toContain(`export ALIBABA_CLOUD_CREDENTIALS_URI='${url}/credentials'`)
    expect((await fetch(`${url}/credentials`)).status).toBe(200)
    expect((await fetch(`${url}/latest/meta-data/ram/security-credentials/`)).status).toBe(403)
    stop()
    expect(await code).toBe(0)
    await expect(fetch(`${url}/credentials`)).rejects.toThrow()
  })

  test('prints variables for PowerShell on Windows', async () => {
    const { code, printed, stop } = run(['--port', '0'], 'win32')
    stop()
    expect(await code).toBe(0)
    expect(printed()).toMatch(/\$env:ALIBABA_CLOUD_ACCESS_KEY_ID='LTAI/)
  })

  test('says in one line that its port is in use, and ends with 1', async () => {
    const emulator = await startEmulator()
    const port = emulator.endpoint.split(':')[1] ?? ''
    const { code, errors, printed } = run(['--port', port])
    expect([await code, printed()]).toEqual([1, ''])
    expect(errors()).toBe(`alibaba-cloud-emulator: Port ${port} of 127.0.0.1 is in use. Choose another port, or 0 for a free one.\n`)
    await emulator.close()
  })

  test.each([[['--port', 'x']], [['--host', '0.0.0.0']], [['--nonsense']], [['extra']]])(
    'with %o says what is wrong in one line',
    async (args) => {
      const { code, errors } = run(args)
      expect(await code).toBe(1)
      expect(errors()).toMatch(/^alibaba-cloud-emulator: [^\n]+\n$/)
    },
  )

  test('explains itself', async () => {
    const { code, printed } = run(['--help'])
    expect(await code).toBe(0)
    expect(printed()).toContain('--port')
  })
})
