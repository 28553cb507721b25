import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { fromRamRoleArn } from '../src/index.ts'
import { CREDENTIALS, failure, KEYS, ROLE_ARN, success } from './sts-script.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
const assume = (stsEndpoint: string, limits = {}) => fromRamRoleArn({ ...KEYS, roleArn: ROLE_ARN, env: {}, stsEndpoint, ...limits })()

describe('fromRamRoleArn on real sockets', () => {
  it('gets credentials from a server on this machine', async () => {
    const Expiration = new Date(Date.now() + 3_600_000).toISOString()
    const url = await serve((_, response) => response.end(JSON.stringify(success({ Expiration }).body)))
    expect((await assume(url)).accessKeyId).toBe(CREDENTIALS.AccessKeyId)
  })

  it('R44 sends nothing to the host of a redirect', async () => {
    let reached = 0
    const other = await serve((_, response) => {
      reached++
      response.end('{}')
    })
    const url = await serve((_, response) => response.writeHead(307, { location: other }).end())
    expect(await failure(assume(url))).toMatchObject({ code: 'ERR_BAD_RESPONSE' })
    expect(reached).toBe(0)
  })

  it('R50 ends an answer without end at the cap', async () => {
    let sent = 0
    let close = (): void => {}
    const closed = new Promise<void>((resolve) => {
      close = resolve
    })
    const url = await serve((_, response) => {
      const write = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, 0x20))) sent += 65_536
      }
      response.on('drain', write).on('close', () => close())
      write()
    })
    expect(await failure(assume(url))).toMatchObject({ code: 'ERR_TOO_LARGE' })
    await closed
    expect(sent).toBeLessThan(64 * 1024 * 1024)
  })

  it('R51 holds the time limit against a server that drips', async () => {
    const url = await serve((_, response) => {
      const drip = setInterval(() => response.write(' '), 50)
      response.on('close', () => clearInterval(drip))
    })
    const begun = performance.now()
    expect(await failure(assume(url, { timeout: 400, connectTimeout: 100 }))).toMatchObject({ code: 'ERR_TIMEOUT' })
    expect(performance.now() - begun).toBeGreaterThan(350)
  })
})
