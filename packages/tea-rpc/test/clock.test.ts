import { describe, expect, it } from 'vitest'
import { createRpcClient } from '../src/index.ts'
import { recordingFetch } from './recorded-request.ts'

const NOW = Date.parse('2024-01-02T03:04:05Z')
const MINUTES = 60_000

interface World {
  /** By how much the client's clock is off. */
  off?: number
  /** So many requests are refused whatever their time. */
  refuses?: number
  /** `Date` header of the answers. */
  date?: string | undefined
}

/** A client, and a server whose clock is right, which takes times that are less than 15 minutes off. */
function setUp(world: World) {
  const signed: number[] = []
  const client = createRpcClient({
    accessKeyId: 'LTAIexampleexample01',
    accessKeySecret: 'secretsecretsecretsecret01',
    endpoint: 'thing.example.com',
    now: () => NOW + (world.off ?? 0),
    sleep: async () => {},
    fetch: async (url, init) => {
      const offset = Date.parse(init?.headers?.['x-acs-date'] ?? '') - NOW
      const isTaken = signed.push(offset) > (world.refuses ?? 0) && Math.abs(offset) < 15 * MINUTES
      const headers: Record<string, string> = world.date ? { date: world.date } : {}
      const body = isTaken ? '{}' : '{"Code":"InvalidTimeStamp.Expired"}'
      return recordingFetch({ status: isTaken ? 200 : 400, headers, body }).fetch(url, init)
    },
  })
  const call = (): Promise<string> =>
    client.request({ action: 'DescribeThing', version: '2024-01-01' }).then(
      () => 'ok',
      (error: { serviceCode: string }) => error.serviceCode,
    )
  return { call, signed }
}

describe('R77 the clock of a client', () => {
  it('is not put wrong by a false Date', async () => {
    const world: World = { refuses: 1, date: 'Mon, 01 Jan 2001 00:00:00 GMT' }
    const { call, signed } = setUp(world)
    expect(await call()).toBe('InvalidTimeStamp.Expired')
    expect(signed).toHaveLength(2)
    world.date = undefined
    expect([await call(), await call()]).toEqual(['ok', 'ok'])
    expect(signed.slice(2)).toEqual([0, 0])
  })

  it('is put right for all later calls by one success', async () => {
    const { call, signed } = setUp({ off: 20 * MINUTES, date: new Date(NOW).toUTCString() })
    expect([await call(), await call()]).toEqual(['ok', 'ok'])
    expect(signed).toEqual([20 * MINUTES, 0, 0])
  })

  it('is put right for calls at the same time, each of which finds out', async () => {
    const { call, signed } = setUp({ off: -20 * MINUTES, date: new Date(NOW).toUTCString() })
    expect(new Set(await Promise.all([call(), call(), call()]))).toEqual(new Set(['ok']))
    expect(signed).toHaveLength(6)
    expect(await call()).toBe('ok')
    expect(signed).toHaveLength(7)
  })

  it('stays right when the machine’s own clock is put right later, even if no Date says so', async () => {
    const world: World = { off: 20 * MINUTES, date: new Date(NOW).toUTCString() }
    const { call, signed } = setUp(world)
    await call()
    Object.assign(world, { off: 0, date: undefined })
    expect([await call(), await call()]).toEqual(['ok', 'ok'])
    expect(signed.slice(2)).toEqual([-20 * MINUTES, 0, 0])
  })
})
