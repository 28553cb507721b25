import { inspect } from 'node:util'
import { createFakeClock, findCanary } from '@x/credentials-core/testing'
import { describe, expect, it } from 'vitest'
import { type FromProcessOptions, fromProcess, type ProcessCommand, type ProcessOutcome } from './index.ts'
import { runProcess } from './run-process.node.ts'

const SECRET = 'canarySecret7f3Kq9ZbT2mXv5Lp8'
const output = {
  mode: 'StsToken',
  access_key_id: 'STS.exampleKeyId',
  access_key_secret: SECRET,
  sts_token: 'token',
  expiration: '2030-01-01T01:00:00Z',
}

/** A provider whose program is a function. */
const setUp = (run: (command: ProcessCommand) => ProcessOutcome | Promise<ProcessOutcome>, options: Partial<FromProcessOptions> = {}) => {
  const clock = createFakeClock()
  const commands: ProcessCommand[] = []
  const provider = fromProcess({
    command: 'get-keys --for "my team"',
    env: {},
    platform: 'linux',
    refresh: clock,
    runProcess: async (command) => {
      commands.push(command)
      return run(command)
    },
    ...options,
  })
  return { provider, clock, commands }
}
const printing = (value: unknown): ProcessOutcome => ({ exitCode: 0, output: typeof value === 'string' ? value : JSON.stringify(value) })
const failure = async (work: Promise<unknown>): Promise<Error & Record<string, unknown>> => {
  const error = await work.then(
    () => Promise.reject(new Error('succeeded')),
    (error) => error,
  )
  expect(findCanary(SECRET, error, inspect(error, { depth: 9, showHidden: true }), error.stack)).toEqual([])
  return error
}
/** This Node, running a program text. */
const node = (program: string): string => `"${process.execPath}" -e '${program}'`
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('fromProcess', () => {
  it('runs the program with its words, and gives what it printed', async () => {
    const { provider, commands } = setUp(() => printing(output))
    expect(await provider()).toMatchObject({
      type: 'sts',
      accessKeyId: output.access_key_id,
      accessKeySecret: SECRET,
      providerName: 'external',
    })
    expect((await provider()).expiration).toEqual(new Date(output.expiration))
    expect(commands).toMatchObject([{ file: 'get-keys', args: ['--for', 'my team'], timeout: 60_000, limit: 1024 * 1024 }])
  })

  it('gives a pair for mode AK, without the token', async () => {
    const { mode, expiration, ...rest } = output
    const credentials = await setUp(() => printing({ ...rest, mode: 'AK' })).provider()
    expect([credentials.type, credentials.securityToken, credentials.expiration]).toEqual(['access_key', undefined, undefined])
  })

  it('E99 R53 runs it again after 5 minutes without an expiration, one at a time', async () => {
    const { provider, clock, commands } = setUp(() => printing({ ...output, expiration: undefined }))
    await Promise.all([provider(), provider(), provider()])
    await provider()
    expect(commands).toHaveLength(1)
    await clock.advance(301_000)
    await Promise.all([provider(), provider()])
    expect(commands).toHaveLength(2)
  })

  it.each<[string, unknown]>([
    ['E98 text before the JSON', `ok\n${JSON.stringify(output)}`],
    ['R53 junk after the JSON', `${JSON.stringify(output)} x`],
    ['two objects', `${JSON.stringify(output)}\n${JSON.stringify(output)}`],
    ['a list', [output]],
    ['nothing', ''],
    ['text', JSON.stringify(SECRET)],
    ['null', 'null'],
    ['{}', {}],
  ])('refuses %s without quoting it', async (_, printed) => {
    const error = await failure(setUp(() => printing(printed)).provider())
    expect(error).toMatchObject({ code: 'ERR_BAD_RESPONSE', retryable: true, skippable: false, provider: 'external' })
  })

  it.each<[string, unknown[]]>([
    ['mode', [undefined, '', 'Other', SECRET, 5]],
    ['access_key_id', [undefined, '', null, 5, [SECRET], 'a b', '<access_key_id>']],
    ['access_key_secret', [undefined, '', { a: SECRET }, `${SECRET}\n`]],
    ['sts_token', [undefined, '', true, `${SECRET} `]],
    ['expiration', ['tomorrow', {}, SECRET, '2030-01-01 00:00']],
  ])('R49 R26 refuses a %s that is missing or wrong, naming it', async (field, wrong) => {
    for (const value of wrong) {
      const error = await failure(setUp(() => printing({ ...output, [field]: value })).provider())
      expect(error).toMatchObject({ code: 'ERR_BAD_RESPONSE', field })
    }
  })

  it.each(['2030-01-01T01:00:00Z', '2030-01-01T09:00:00+08:00', '2030-01-01T01:00:00.000Z', 1893459600, 1893459600000])(
    'R26 reads the expiration %j',
    async (expiration) => {
      expect((await setUp(() => printing({ ...output, expiration })).provider()).expiration?.getTime()).toBe(1893459600000)
    },
  )

  it('E101 refuses when the operator forbids it', async () => {
    for (const value of ['1', 'true', 'TRUE']) {
      const { provider, commands } = setUp(() => printing(output), { env: { ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS: value } })
      expect(await failure(provider())).toMatchObject({ code: 'ERR_CREDENTIALS_DISABLED', skippable: false })
      expect(commands).toEqual([])
    }
  })

  it('R6 gives the program the variables without those that hold keys', async () => {
    const keys = ['ALIBABA_CLOUD_', 'ALIBABACLOUD_', 'ALICLOUD_', ''].flatMap((prefix) =>
      ['ACCESS_KEY_ID', 'ACCESS_KEY_SECRET', 'SECURITY_TOKEN'].map((name) => prefix + name),
    )
    const secrets = Object.fromEntries(
      [...keys, 'ALIBABA_CLOUD_BEARER_TOKEN', 'alibaba_cloud_access_key_Secret'].map((name) => [name, SECRET]),
    )
    const env = { ...secrets, PATH: '/bin', ALIBABA_CLOUD_REGION_ID: 'cn-test' }
    const plain = setUp(() => printing(output), { env })
    await plain.provider()
    expect(plain.commands[0]?.env).toEqual({ PATH: '/bin', ALIBABA_CLOUD_REGION_ID: 'cn-test' })
    const allowed = setUp(() => printing(output), { env, allowVariables: ['ALIBABA_CLOUD_ACCESS_KEY_ID'] })
    await allowed.provider()
    expect(Object.keys(allowed.commands[0]?.env ?? {})).toEqual(['ALIBABA_CLOUD_ACCESS_KEY_ID', 'PATH', 'ALIBABA_CLOUD_REGION_ID'])
  })

  it.each(['run.cmd', 'C:\\x\\RUN.BAT --a', '"C:\\a b\\run.cmd "', 'run.bat.'])(
    'R52 refuses the batch file %j on Windows, with a hint',
    (command) => {
      expect(() => setUp(() => printing(output), { command, platform: 'win32' })).toThrow(
        expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: 'command', hint: expect.stringContaining('node.exe') }),
      )
      expect(() => setUp(() => printing(output), { command: 'run.cmd', platform: 'linux' })).not.toThrow()
    },
  )

  it('refuses wrong options at once, without quoting the command', () => {
    for (const [options, field] of [
      [{ command: `get "${SECRET}` }, 'command'],
      [{ command: `get\n${SECRET}` }, 'command'],
      [{ command: undefined }, 'command'],
      [{ timeout: -1 }, 'timeout'],
      [{ shell: true }, 'shell'],
      [{ timeout: '5000' }, 'timeout'],
      [{ timeout: 2 ** 31 }, 'timeout'],
      [{ platform: 5 }, 'platform'],
      [{ env: 'HOME=/root' }, 'env'],
      // Of a text, each part would count as a name.
      [{ allowVariables: 'ALIBABA_CLOUD_ACCESS_KEY_ID' }, 'allowVariables'],
      [{ allowVariables: [5] }, 'allowVariables'],
    ] as const) {
      expect(() => setUp(() => printing(output), options as never)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field }))
      try {
        setUp(() => printing(output), options as never)
      } catch (error) {
        expect(findCanary(SECRET, error)).toEqual([])
      }
    }
  })

  it('tells what the system says of a program that does not start', async () => {
    const error = await failure(
      setUp(() => {
        throw Object.assign(new Error(SECRET), { code: 'ENOENT', path: SECRET })
      }).provider(),
    )
    expect(error).toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'command' })
    expect(error.message).toContain('(ENOENT)')
  })
})

describe.skipIf(process.platform === 'win32')('a real program', () => {
  const real = (command: string, options: Partial<FromProcessOptions> = {}) =>
    fromProcess({ command, env: { PATH: process.env.PATH, CANARY: SECRET }, runProcess, ...options })

  it('R52 is run without a shell', async () => {
    const print =
      'const [a, b, c] = process.argv.slice(1); console.log(JSON.stringify({ mode: "AK", access_key_id: a + b, access_key_secret: c }))'
    const credentials = await fromProcess({ command: `${node(print)} '$(id)' ';&|' %PATH%`, env: {} })()
    expect([credentials.accessKeyId, credentials.accessKeySecret]).toEqual(['$(id);&|', '%PATH%'])
  })

  it('R53 fails with its status, and what it wrote to standard error stays out', async () => {
    const error = await failure(real(node('console.error(process.env.CANARY); console.log(process.env.CANARY); process.exit(3)'))())
    expect(error).toMatchObject({ code: 'ERR_BAD_RESPONSE' })
    expect(error.message).toContain('status 3')
    expect(await failure(real(node('process.kill(process.pid, "SIGTERM"); setTimeout(() => {}, 9999)'))())).toMatchObject({
      message: expect.stringContaining('a signal'),
    })
    expect(await failure(real('/nowhere/no-such-program')())).toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'command' })
  })

  it('R50 R53 E100 ends with all it began at the time-out, or when it prints too much', async () => {
    const env = { PATH: process.env.PATH }
    const begin =
      'const { spawn } = require("child_process"); const c = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" });'
    // The pids go where the test can read them.
    const tell = 'require("fs").writeFileSync(process.argv[1], process.pid + " " + c.pid);'
    const { mkdtemp, readFile, rm } = await import('node:fs/promises')
    const folder = await mkdtemp(`${(await import('node:os')).tmpdir()}/process-`)
    try {
      for (const [then, code, timeout] of [
        ['setInterval(() => {}, 1000)', 'ERR_TIMEOUT', 15_000],
        ['setInterval(() => console.log("x".repeat(300000)), 1)', 'ERR_TOO_LARGE', 60_000],
      ] as const) {
        const file = `${folder}/${code}`
        const error = await failure(fromProcess({ command: `${node(begin + tell + then)} ${file}`, env, timeout })())
        expect(error).toMatchObject({ code, retryable: true })
        const pids = (await readFile(file, 'utf8')).split(' ').map(Number)
        expect(pids).toHaveLength(2)
        for (let tries = 0; pids.some(isAlive) && tries < 200; tries++) await new Promise((resolve) => setTimeout(resolve, 50))
        expect(pids.map(isAlive)).toEqual([false, false])
      }
    } finally {
      await rm(folder, { recursive: true })
    }
  }, 180_000)

  it('R53 does not wait for a program that it leaves behind with its output', async () => {
    const print = `console.log(JSON.stringify({ mode: "AK", access_key_id: "a", access_key_secret: "b" }))`
    const leave = 'require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" }).unref();'
    expect(await real(node(`${leave}${print};process.exit(0)`))()).toMatchObject({ accessKeyId: 'a' })
  })

  it('R70 is ended when its last caller leaves', async () => {
    const caller = new AbortController()
    const work = runProcess({
      file: process.execPath,
      args: ['-e', 'setInterval(() => {}, 1000)'],
      env: {},
      timeout: 60_000,
      limit: 9,
      signal: caller.signal,
    })
    const reason = new Error('enough')
    setTimeout(() => caller.abort(reason), 50)
    await expect(work).rejects.toBe(reason)
  })
})
