import { createServer } from 'node:net'
import { type Emulator, type FaultEffect, startEmulator } from '@x/emulator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Config, createRpcClient, type RpcRequest } from '../src/index.ts'
import { type LoopbackServer, listen } from './loopback-server.ts'

/**
 * What becomes of a call under each fault, against the emulator, over real sockets: outcome, requests, pauses and time. Pauses are recorded
 * in place of being waited for. The table is printed.
 */

const REQUEST: RpcRequest = { action: 'GetCallerIdentity', version: '2015-04-01' }
const MEBI = 2 ** 20
const REUSED = 'always-the-same-nonce'
/** For servers that stall; all others may take their time. */
const impatient = (): Config => ({ readTimeout: 400 })

let emulator: Emulator
let silent: LoopbackServer
let gone: LoopbackServer
const table: string[][] = [['fault', 'outcome', 'requests', 'pauses (ms)', 'time (ms)']]

beforeAll(async () => {
  emulator = await startEmulator()
  silent = await listen(createServer(), 'https')
  gone = await listen(createServer(), 'http')
  await gone.close()
})
afterAll(async () => {
  await Promise.all([emulator.close(), silent.close()])
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)))
  console.log(table.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n'))
})

interface Expected {
  /** Our code, or the service's; `200` for a success. */
  readonly outcome: string
  readonly requests: number
  readonly pauses?: (number | undefined)[]
  readonly config?: () => Config
}

async function run(name: string, { outcome, requests, pauses, config }: Expected, effect?: FaultEffect, times?: number): Promise<void> {
  const [account] = emulator.accounts
  if (!account) throw new Error('The emulator has no account.')
  const { accessKeyId, accessKeySecret } = account
  const waited: number[] = []
  let sent = 0
  const client = createRpcClient({
    accessKeyId,
    accessKeySecret,
    endpoint: emulator.url,
    readTimeout: 60_000,
    sleep: async (ms) => {
      waited.push(ms)
    },
    onEvent: ({ type }) => {
      if (type === 'attempt') sent++
    },
    ...config?.(),
  })
  const remove = effect && emulator.faults.add({ effect, ...(times && { times }) })
  const begun = performance.now()
  const error = await client.request(REQUEST).then(
    () => undefined,
    (caught: { code: string; serviceCode?: string; attempts?: unknown[] }) => caught,
  )
  const time = performance.now() - begun
  remove?.()
  const result = error ? (error.serviceCode ?? error.code ?? String(error)) : '200'
  await client.close()
  table.push([name, result, String(sent), waited.map((ms) => ms.toFixed()).join(', '), time.toFixed()])
  expect({ result, sent }).toEqual({ result: outcome, sent: requests })
  if (error) expect(error.attempts).toHaveLength(sent)
  expect(waited).toHaveLength(requests - 1)
  pauses?.forEach((pause, index) => {
    if (pause !== undefined) expect(waited[index]).toBe(pause)
  })
}

describe('the table of faults', () => {
  it.each<[string, Expected]>([
    ['none', { outcome: '200', requests: 1 }],
    ['DNS failure', { outcome: 'ERR_NETWORK', requests: 3, config: () => ({ endpoint: 'no-such-host.invalid' }) }],
    ['refused', { outcome: 'ERR_NETWORK', requests: 3, config: () => ({ endpoint: gone.url }) }],
    ['stall in the TLS handshake', { outcome: 'ERR_TIMEOUT', requests: 3, config: () => ({ endpoint: silent.url, connectTimeout: 300 }) }],
  ])('R28 R51 %s', (name, expected) => run(name, expected))

  it.each<[string, Expected, FaultEffect]>([
    ['reset before the answer', { outcome: 'ERR_NETWORK', requests: 3 }, { reset: true }],
    ['reset in the body', { outcome: 'ERR_NETWORK', requests: 3 }, { reset: true, truncate: 5 }],
    ['stall before the headers', { outcome: 'ERR_TIMEOUT', requests: 3, config: impatient }, { hang: true }],
    ['stall in the body', { outcome: 'ERR_TIMEOUT', requests: 3, config: impatient }, { dripMs: 100_000 }],
    ['body that drips', { outcome: 'ERR_TIMEOUT', requests: 3, config: impatient }, { dripMs: 50 }],
    ['truncated body', { outcome: 'ERR_NETWORK', requests: 3 }, { truncate: 5 }],
    ['oversized body', { outcome: 'ERR_TOO_LARGE', requests: 1 }, { oversize: 33 * MEBI }],
    ['body without end', { outcome: 'ERR_TOO_LARGE', requests: 1 }, { oversize: Number.POSITIVE_INFINITY }],
    ['gzip bomb', { outcome: 'ERR_TOO_LARGE', requests: 1 }, { gzip: true, oversize: 64 * MEBI }],
    ['gzip nobody asked for', { outcome: '200', requests: 1 }, { gzip: true }],
    ['redirect 302', { outcome: 'ERR_BAD_RESPONSE', requests: 1 }, { status: 302, body: '', headers: { Location: 'http://127.0.0.1:1/' } }],
    ['redirect 307', { outcome: 'ERR_BAD_RESPONSE', requests: 1 }, { status: 307, body: '', headers: { Location: 'http://127.0.0.1:1/' } }],
    ['429 without a hint', { outcome: 'Throttling', requests: 3 }, { throttle: {} }],
    ['429 x-acs-retry-after 50', { outcome: 'Throttling', requests: 3, pauses: [50, 50] }, { throttle: { retryAfterMs: 50 } }],
    ['429 Retry-After 3', { outcome: 'Throttling', requests: 3, pauses: [3000, 3000] }, { throttle: {}, headers: { 'Retry-After': '3' } }],
    [
      '429 x-ratelimit TimeLeft:40',
      { outcome: 'Throttling', requests: 3, pauses: [40, 40] },
      { throttle: {}, headers: { 'x-ratelimit-user-api': 'Limit:1,TimeLeft:40' } },
    ],
    ['400 of a parameter', { outcome: 'InvalidParameter', requests: 1 }, { status: 400 }],
    ['403', { outcome: 'Forbidden', requests: 1 }, { status: 403 }],
    ['408', { outcome: 'UnknownError', requests: 3 }, { status: 408, body: '' }],
    ['500', { outcome: 'InternalError', requests: 3 }, { status: 500 }],
    ['503', { outcome: 'ServiceUnavailable', requests: 3 }, { status: 503 }],
    ['502 with HTML', { outcome: 'UnknownError', requests: 3 }, { status: 502, body: '<html><h1>Bad Gateway</h1></html>' }],
    ['200 with HTML', { outcome: 'ERR_BAD_RESPONSE', requests: 3 }, { status: 200, body: '<html></html>' }],
    ['200 without a body', { outcome: '200', requests: 1 }, { status: 200, body: '' }],
    ['reused nonce', { outcome: 'SignatureNonceUsed', requests: 1, config: () => ({ nonce: () => REUSED }) }, { latencyMs: 1 }],
  ])('R28 R50 R51 %s', async (name, expected, effect) => {
    // So that the nonce is one that was used.
    if (expected.outcome === 'SignatureNonceUsed') await run('first use of a nonce', { ...expected, outcome: '200' }, effect)
    await run(name, expected, effect)
  })

  it('R28 recovers when a fault has passed', async () => {
    await run('503, then well', { outcome: '200', requests: 2 }, { status: 503 }, 1)
    await run('reset twice, then well', { outcome: '200', requests: 3 }, { reset: true }, 2)
  })

  it('R77 mends a clock that is off', async () => {
    for (const minutes of [20, -20]) {
      const now = (): number => Date.now() + minutes * 60_000
      const [account] = emulator.accounts
      const types: string[] = []
      const client = createRpcClient({ ...pick(account), endpoint: emulator.url, now, onEvent: ({ type }) => types.push(type) })
      expect((await client.request(REQUEST)).statusCode).toBe(200)
      expect((await client.request(REQUEST)).statusCode).toBe(200)
      expect(types.filter((type) => type === 'attempt' || type === 'skew')).toEqual(['attempt', 'skew', 'attempt', 'attempt'])
      await client.close()
    }
  })

  it('R76 uses no nonce twice, whatever is retried', async () => {
    const nonces = emulator.requests.map(({ headers }) => headers['x-acs-signature-nonce']).filter((nonce) => nonce !== REUSED)
    expect(nonces.length).toBeGreaterThan(60)
    expect(new Set(nonces).size).toBe(nonces.length)
  })
})

function pick(account: Emulator['accounts'][number] | undefined): { accessKeyId?: string; accessKeySecret?: string } {
  return account ? { accessKeyId: account.accessKeyId, accessKeySecret: account.accessKeySecret } : {}
}
