import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Emulator, startEmulator } from '@x/emulator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BatchLine, BatchOrders } from './programs/batch-program.ts'
import { buildProgram } from './programs/build-program.ts'
import { pictureNumber } from './programs/numbered-picture.ts'

const COUNT = 1000
const CONCURRENCY = 8
const TIMEOUT = 1_800_000

let folder = ''
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ocr-batch-process-'))
  await Promise.all([buildProgram('batch-program', join(folder, 'batch.mjs')), buildProgram('memory-program', join(folder, 'memory.mjs'))])
}, TIMEOUT)
afterAll(() => rmSync(folder, { recursive: true }))

/** Runs a program and gives its lines; kills it after so many of them, without a warning. */
async function run(
  program: string,
  args: string[],
  killAfter = Number.POSITIVE_INFINITY,
): Promise<{ readonly lines: string[]; readonly code: number | null }> {
  const child = spawn(process.execPath, [join(folder, program), ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines: string[] = []
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line)
    if (lines.length === killAfter) child.kill('SIGKILL')
  }
  return { lines, code: await ended }
}

/** A service that fails now and then, the same way in each run of this test, and counts what it was paid for. */
async function troubledService(): Promise<{
  readonly emulator: Emulator
  readonly paid: Map<number, number>
  readonly lostAnswers: number
}> {
  const paid = new Map<number, number>()
  const emulator = await startEmulator({
    maxRecords: 10,
    ocr: {
      answer: async (_, { parameters, fetchFile }) => {
        const number = pictureNumber(await fetchFile(String(parameters.ImageURL)))
        paid.set(number, (paid.get(number) ?? 0) + 1)
        return { Tables: [{ Head: [`picture ${number}`], Tail: [], TableRows: [] }] }
      },
    },
  })
  let seed = 20191230
  const random = (below: number): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648
    return Math.floor((seed / 2147483648) * below)
  }
  const refusals = [
    { throttle: { retryAfterMs: 5 } },
    { status: 503 },
    { status: 500, code: 'InternalError.Algo' },
    { status: 400, code: 'Throttling.User' },
  ]
  const losses = [{ reset: true }, { truncate: 20 }]
  const uploads = [{ reset: true }, { status: 503 }, { expired: true }, { truncate: 5 }]
  const strike = (action: string, effects: readonly object[], times: number): void => {
    for (let count = 0; count < times; count++)
      emulator.faults.add({ match: { action }, skip: random(COUNT), times: 1, effect: effects[random(effects.length)] ?? {} })
  }
  strike('RecognizeTable', refusals, 120)
  const lostAnswers = 20
  strike('RecognizeTable', losses, lostAnswers)
  strike('PostObject', uploads, 60)
  strike('AuthorizeFileUpload', refusals, 40)
  return { emulator, paid, lostAnswers }
}

describe('a batch of 1,000 pictures against a service that fails at random', () => {
  it(
    'R90 killed twice and resumed: each picture has one result, none is lost, none is paid twice',
    async () => {
      const { emulator, paid, lostAnswers } = await troubledService()
      try {
        const [{ accessKeyId, accessKeySecret }] = emulator.accounts
        const checkpoint = join(folder, 'checkpoint.jsonl')
        const orders: BatchOrders = {
          endpoint: emulator.url,
          accessKeyId,
          accessKeySecret,
          checkpoint,
          count: COUNT,
          concurrency: CONCURRENCY,
          inDoubt: 'report',
        }
        const batch = (changes: Partial<BatchOrders> = {}, killAfter?: number) =>
          run('batch.mjs', [JSON.stringify({ ...orders, ...changes })], killAfter)

        const first = await batch({}, 301)
        const second = await batch({}, 702)
        expect([first.code, second.code]).toEqual([null, null])
        expect(paid.size).toBeGreaterThan(700)
        expect(paid.size).toBeLessThan(COUNT)

        const third = await batch()
        expect(third.code).toBe(0)
        const lines = third.lines.map((line) => JSON.parse(line) as BatchLine)
        expect(lines.map(({ index }) => index)).toEqual(Array.from({ length: COUNT }, (_, index) => index))
        for (const { index, ok, text } of lines) if (ok) expect(text).toBe(`picture ${index}`)
        // What has no answer is named as what may have been paid for: calls that a kill or a fault cut off.
        const rest = lines.filter(({ ok }) => !ok)
        // Two faults may meet in one upload, by the order in which calls happen to go out: that is a failure, and nothing was paid.
        const failed = rest.filter(({ inDoubt }) => !inDoubt)
        expect(failed.filter(({ index }) => paid.has(index))).toEqual([])
        expect(failed.length).toBeLessThan(10)
        expect(rest.length).toBeGreaterThan(0)
        expect(rest.length).toBeLessThanOrEqual(lostAnswers + 2 * CONCURRENCY)
        expect([...paid.values()].filter((times) => times > 1)).toEqual([])
        // Later runs did not call for what the earlier ones had answered.
        expect(lines.filter(({ source }) => source === 'checkpoint').length).toBeGreaterThan(650)

        // Paid once more for those alone, because the caller says so.
        const last = (await batch({ inDoubt: 'again' })).lines.map((line) => JSON.parse(line) as BatchLine)
        expect(last.map(({ text }) => text)).toEqual(Array.from({ length: COUNT }, (_, index) => `picture ${index}`))
        expect(last.filter(({ source }) => source === 'service').map(({ index }) => index)).toEqual(rest.map(({ index }) => index))
      } finally {
        await emulator.close()
      }
    },
    TIMEOUT,
  )
})

describe('two processes with one checkpoint at the same time', () => {
  it(
    'R60 one does the work, the other is refused and pays nothing',
    async () => {
      const { emulator, paid } = await troubledService()
      try {
        const [{ accessKeyId, accessKeySecret }] = emulator.accounts
        const orders: BatchOrders = {
          ...{ endpoint: emulator.url, accessKeyId, accessKeySecret, checkpoint: join(folder, 'shared.jsonl') },
          ...{ count: 300, concurrency: CONCURRENCY, inDoubt: 'report' },
        }
        const runs = await Promise.all([1, 2].map(() => run('batch.mjs', [JSON.stringify(orders)])))
        expect(runs.map(({ lines }) => lines.length).sort((a, b) => a - b)).toEqual([0, 300])
        expect(runs.map(({ code }) => code).sort()).toEqual([0, 1])
        expect([...paid.values()].filter((times) => times > 1)).toEqual([])
      } finally {
        await emulator.close()
      }
    },
    TIMEOUT,
  )
})

describe('a batch of 100,000 inputs, in a process with the flags that Node has by itself', () => {
  const batch = async (calls: number, uploads: number): Promise<void> => {
    const { lines, code } = await run('memory.mjs', [join(folder, 'large.jsonl'), '100000'])
    expect(code).toBe(0)
    const { maxRss, ...counts } = JSON.parse(lines[0] ?? '') as { maxRss: number }
    expect(counts).toEqual({ results: 100_000, calls, uploads })
    expect(maxRss).toBeLessThan(150_000_000)
  }
  it('R90 stays under 150 MB', () => batch(100_000, 1_000), TIMEOUT)
  it('R90 stays under 150 MB when it is done again and all is in the checkpoint', () => batch(0, 0), TIMEOUT)
})
