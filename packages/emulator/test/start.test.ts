import { createServer } from 'node:http'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { describe, expect, test } from 'vitest'
import { EmulatorError, startEmulator } from '../src/index.ts'
import { callV1, STS } from './signed-call.ts'

describe('startEmulator', () => {
  test('needs no options and has working keys, roles and addresses', async () => {
    const emulator = await startEmulator()
    expect(emulator.endpoint).toMatch(/^127\.0\.0\.1:\d+$/)
    expect(emulator.url).toBe(`http://${emulator.endpoint}`)
    const [account] = emulator.accounts
    expect((await callV1(emulator.url, account, { action: 'GetCallerIdentity', version: STS })).json.AccountId).toBe(account.accountId)
    const parameters = { RoleArn: emulator.roles[0].arn, RoleSessionName: 's1' }
    expect((await callV1(emulator.url, account, { action: 'AssumeRole', version: STS, parameters })).status).toBe(200)
    await emulator.close()
  })

  test('makes other keys each time', async () => {
    const [one, two] = await Promise.all([startEmulator(), startEmulator()])
    expect(one.accounts[0].accessKeySecret).not.toBe(two.accounts[0].accessKeySecret)
    expect((await callV1(one.url, two.accounts[0], { action: 'GetCallerIdentity', version: STS })).json.Code).toBe(
      'InvalidAccessKeyId.NotFound',
    )
    await Promise.all([one.close(), two.close()])
  })

  test.each(['0.0.0.0', '::', '192.168.0.1', 'example.com', '', '127.0.0.1.example.com'])('R62 refuses the host %o', async (host) => {
    await expect(startEmulator({ host })).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' })
  })

  test.each(['localhost', '127.0.0.1'])('takes the host %s', async (host) => {
    const emulator = await startEmulator({ host })
    expect(emulator.endpoint).toMatch(/^127\.0\.0\.1:/)
    await emulator.close()
  })

  test('R62 cannot be reached by another address of this machine', async () => {
    const emulator = await startEmulator()
    const others = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter((address) => !address.internal && address.family === 'IPv4')
    for (const { address } of others) {
      const reached = await new Promise<boolean>((resolve) => {
        const socket = connect(Number(emulator.endpoint.split(':')[1]), address)
        socket.on('connect', () => resolve(true)).on('error', () => resolve(false))
      })
      expect(reached).toBe(false)
    }
    await emulator.close()
  })

  test.each([-1, 65_536, 1.5, Number.NaN])('refuses the port %d', async (port) => {
    await expect(startEmulator({ port })).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' })
  })

  test('says in one line that a port is in use', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    const failure = await startEmulator({ port }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(EmulatorError)
    expect(failure).toMatchObject({
      code: 'ERR_PORT_IN_USE',
      message: `Port ${port} of 127.0.0.1 is in use. Choose another port, or 0 for a free one.`,
    })
    server.close()
  })

  test('keeps idle connections for longer than reading a picture takes', async () => {
    const emulator = await startEmulator()
    const { headers } = await fetch(emulator.credentialsUri)
    expect(headers.get('keep-alive')).toBe('timeout=600')
    await emulator.close()
  })

  test('R8 frees its port when it is closed or disposed of, with connections open', async () => {
    const emulator = await startEmulator()
    const socket = connect(Number(emulator.endpoint.split(':')[1]), '127.0.0.1')
    await new Promise((resolve) => socket.on('connect', resolve))
    socket.on('error', () => {})
    await emulator[Symbol.asyncDispose]()
    await emulator.close()
    await expect(fetch(emulator.credentialsUri)).rejects.toThrow()
  })
})
