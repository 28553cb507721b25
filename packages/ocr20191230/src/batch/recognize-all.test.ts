import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Config, responseMetadata, toMap } from '@x/tea-rpc'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type CloudAnswers, type FakeCloud, fakeCloud, formOf } from '../../test/fake-cloud.ts'
import { parseForm, textOf } from '../../test/strict-form.ts'
import { checkpointFile } from '../checkpoint-file.node.ts'
import type { RecognizeCharacterRequest } from '../operations/recognize-character.ts'
import { recognizeCharacter } from '../operations/recognize-character.ts'
import { recognizeQrCode } from '../operations/recognize-qr-code.ts'
import type { BatchProgress, BatchResult, RecognizeAllOptions } from './batch-options.ts'
import { planAll } from './plan-all.ts'
import { recognizeAll } from './recognize-all.ts'

const request = { minHeight: 10, outputProbability: true }
const unlimited = { request, rate: Number.POSITIVE_INFINITY }
/** A picture whose content differs by its number. */
const picture = (number: number): Uint8Array =>
  new Uint8Array([
    0x89,
    0x50,
    0x4e,
    0x47,
    0xd,
    0xa,
    0x1a,
    0xa,
    0,
    0,
    0,
    13,
    73,
    72,
    68,
    82,
    0,
    0,
    0,
    99,
    0,
    0,
    0,
    99,
    number >> 8,
    number & 255,
  ])
const numberOf = (bytes: Uint8Array): number => (bytes.at(-2) ?? 0) * 256 + (bytes.at(-1) ?? 0)

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocr-batch-'))
})
afterAll(() => rmSync(folder, { recursive: true }))
const newFile = (): string => join(folder, `${Math.random()}.jsonl`)

/** A cloud that reads the number of the uploaded picture, and counts what it was paid for. */
function reader(
  answers: CloudAnswers & { fail?(number: number, turn: number): Response | undefined } = {},
  config: Partial<Config> = {},
): FakeCloud & { paid: number[] } {
  const stored = new Map<string, number>()
  const paid: number[] = []
  const told: CloudAnswers = {
    ...answers,
    object: (post) => {
      const parts = parseForm(post.headers['content-type'], post.body)
      stored.set(textOf(parts[3]) ?? '', numberOf(parts.at(-1)?.data ?? new Uint8Array()))
      return new Response('<PostResponse/>', { status: 201 })
    },
    ocr: (call, turn) => {
      const number = stored.get(formOf(call).ImageURL?.split('aliyuncs.com/')[1] ?? '') ?? -1
      const failure = answers.fail?.(number, turn)
      if (failure) return failure
      paid.push(number)
      return { RequestId: `r${turn}`, Data: { Results: [{ Text: `picture ${number}` }] } }
    },
  }
  const cloud = fakeCloud(told, config)
  return Object.assign(cloud, { paid })
}

const refusal = (status: number, Code: string): Response =>
  new Response(JSON.stringify({ Code, Message: 'no', RequestId: 'r' }), { status })

async function all<I extends Partial<RecognizeCharacterRequest> | Uint8Array | string>(
  cloud: FakeCloud,
  inputs: Iterable<I> | AsyncIterable<I>,
  options: RecognizeAllOptions<RecognizeCharacterRequest> = {},
): Promise<BatchResult<I, object>[]> {
  const results: BatchResult<I, object>[] = []
  for await (const result of recognizeAll(cloud.client, recognizeCharacter, inputs, { ...unlimited, ...options })) results.push(result)
  return results
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index)
const shown = (results: readonly BatchResult<unknown, object>[]) =>
  results.map((result) =>
    result.ok
      ? `${result.index} ${result.source} ${JSON.stringify(result.response).match(/picture \d+/)}`
      : `${result.index} ${(result.error as { code?: string }).code}${result.inDoubt ? ' in doubt' : ''}`,
  )

const WRONG_OPTIONS: readonly (readonly [string, object])[] = [
  ...[0, -1, 1.5, Number.NaN, '4', null].map((concurrency) => ['concurrency', { concurrency }] as const),
  ...[0, -1, Number.NaN, 'x', '2', null].map((rate) => ['rate', { rate }] as const),
  ['retry.maxAttempts', { retry: { maxAttempts: 1.5 } }],
  ['retry', { retry: 5 }],
  ...['maybe', null].map((inDoubt) => ['inDoubt', { inDoubt }] as const),
  ...[null, 5, {}, '', new URL('http://example.com/y')].map((checkpoint) => ['checkpoint', { checkpoint }] as const),
  ...[null, 5, {}].map((signal) => ['signal', { signal }] as const),
  ...[-1, Number.NaN, 'x'].map((remember) => ['remember', { remember }] as const),
  ...[-1, Number.NaN, 'x'].map((pricePerUnit) => ['pricePerUnit', { pricePerUnit }] as const),
  ['onProgress', { onProgress: 5 }],
  ...[null, 5].map((runtime) => ['runtime', { runtime }] as const),
  ...[null, 5].map((wrong) => ['request', { request: wrong }] as const),
]

describe('recognizeAll', () => {
  it('R90 gives one result for each input, in order, from requests and from files', async () => {
    const cloud = reader()
    const inputs = numbers(9).map((number) => (number % 2 ? picture(number) : { imageURL: picture(number), minHeight: 20 }))
    const results = await all(cloud, inputs, { concurrency: 3 })
    expect(shown(results)).toEqual(numbers(9).map((number) => `${number} service picture ${number}`))
    expect(results.map(({ input }) => input)).toEqual(inputs)
    const sent = cloud.to('ocr').map(formOf)
    expect(new Set(sent.map(({ MinHeight }) => MinHeight))).toEqual(new Set(['10', '20']))
    expect(sent.every(({ OutputProbability }) => OutputProbability === 'true')).toBe(true)
  })

  it('R90 reports a failure in its place, and goes on', async () => {
    const cloud = reader({ fail: (number) => (number === 2 ? refusal(400, 'InvalidFile.Content') : undefined) })
    const inputs = [picture(0), new Uint8Array(), picture(2), 'a/path.png', new Uint8Array([1, 2]), picture(5)]
    const results = await all(cloud, inputs)
    expect(shown(results)).toEqual([
      '0 service picture 0',
      '1 ERR_INPUT_LIMIT',
      '2 ERR_SERVICE',
      '3 ERR_INVALID_OPTION',
      '4 ERR_INPUT_LIMIT',
      '5 service picture 5',
    ])
    expect(cloud.to('object')).toHaveLength(3)
  })

  it('calls again after failures that pass and cost nothing, with one upload', async () => {
    const turns = new Map<number, number>()
    const cloud = reader({
      fail: (number) => {
        const turn = (turns.get(number) ?? 0) + 1
        turns.set(number, turn)
        return turn < 3 ? refusal(turn === 1 ? 400 : 503, turn === 1 ? 'Throttling.User' : 'ServiceUnavailable') : undefined
      },
    })
    const results = await all(cloud, numbers(5).map(picture))
    expect(results.every(({ ok }) => ok)).toBe(true)
    expect(cloud.to('object')).toHaveLength(5)
    expect(cloud.to('ocr')).toHaveLength(15)
    expect(cloud.pauses.length).toBe(10)
  })

  it('gives up after maxAttempts, and is not in doubt', async () => {
    const cloud = reader({ fail: () => refusal(500, 'InternalError.Busy') })
    expect(shown(await all(cloud, [picture(1)], { retry: { maxAttempts: 2 } }))).toEqual(['0 ERR_SERVICE'])
    expect(cloud.to('ocr')).toHaveLength(2)
  })

  it('R90 a lost answer is reported as in doubt and not paid twice, unless that is wished', async () => {
    const lost = (): Response => {
      throw new TypeError('socket closed')
    }
    const fail = (_: number, turn: number): Response | undefined => (turn === 1 ? lost() : undefined)
    const cloud = reader({ fail })
    expect(shown(await all(cloud, [picture(1)]))).toEqual(['0 ERR_NETWORK in doubt'])
    expect(cloud.to('ocr')).toHaveLength(1)
    // The same content, later in the batch, is as doubtful.
    expect(shown(await all(reader({ fail }), [picture(1), picture(1)], { concurrency: 1 }))).toEqual([
      '0 ERR_NETWORK in doubt',
      '1 ERR_NETWORK in doubt',
    ])
    const other = reader({ fail })
    expect(shown(await all(other, [picture(1)], { inDoubt: 'again' }))).toEqual(['0 service picture 1'])
  })

  it('pays for the same content once, also when it comes side by side or in another form', async () => {
    const cloud = reader()
    const inputs = [picture(1), picture(1), picture(2), `data:image/png;base64,${btoa(String.fromCharCode(...picture(1)))}`, picture(2)]
    const results = await all(cloud, inputs)
    expect(shown(results)).toEqual([
      '0 service picture 1',
      '1 repeat picture 1',
      '2 service picture 2',
      '3 repeat picture 1',
      '4 repeat picture 2',
    ])
    expect(cloud.paid.sort()).toEqual([1, 2])
    const others = await all(cloud, [{ imageURL: picture(1), minHeight: 11 }])
    expect(shown(others)).toEqual(['0 service picture 1'])
  })

  it('remembers as many answers as it is told where there is no checkpoint, the newest', async () => {
    const inputs = [1, 2, 3, 3, 2, 1].map(picture)
    const sources = async (remember: number) =>
      (await all(reader(), inputs, { remember, concurrency: 1 })).map((result) => (result.ok ? result.source : result.error))
    expect(await sources(2)).toEqual(['service', 'service', 'service', 'repeat', 'repeat', 'service'])
    expect(await sources(0)).toEqual(Array(6).fill('service'))
    expect((await sources(Number.POSITIVE_INFINITY)).slice(3)).toEqual(['repeat', 'repeat', 'repeat'])
  })

  it('takes no more than it works on and holds back: the inputs wait for the reader', async () => {
    const cloud = reader()
    let taken = 0
    function* endless(): Generator<Uint8Array> {
      for (;;) yield picture(taken++)
    }
    const seen: number[] = []
    for await (const { index } of recognizeAll(cloud.client, recognizeCharacter, endless(), { ...unlimited, concurrency: 2 })) {
      seen.push(taken - index)
      await new Promise((resolve) => setTimeout(resolve, 1))
      if (index === 50) break
    }
    expect(Math.max(...seen)).toBeLessThanOrEqual(2 * 4 + 2)
    const before = cloud.requests.length
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(cloud.requests.length).toBe(before)
  })

  it('starts no more calls in a second than the rate allows, repeated ones included', async () => {
    let time = 0
    const steady = vi.spyOn(performance, 'now').mockImplementation(() => time)
    const starts: number[] = []
    const cloud = reader(
      {
        fail: (_, turn) => {
          starts.push(time)
          return turn === 2 ? refusal(429, 'Throttling') : undefined
        },
      },
      {
        sleep: async (ms) => {
          time += Math.round(ms)
        },
      },
    )
    await all(cloud, numbers(4).map(picture), { rate: 2, concurrency: 1 })
    steady.mockRestore()
    expect(starts).toHaveLength(5)
    for (let index = 2; index < starts.length; index++) expect((starts[index] ?? 0) - (starts[index - 2] ?? 0)).toBeGreaterThanOrEqual(1000)
  })

  it('batches on one client share the rate of an operation', async () => {
    let time = 0
    const steady = vi.spyOn(performance, 'now').mockImplementation(() => time)
    const starts: number[] = []
    // Time passes only when all wait.
    const sleeping: { readonly until: number; wake(): void }[] = []
    const sleep = (ms: number): Promise<void> => new Promise((wake) => sleeping.push({ until: time + ms, wake }))
    const cloud = reader({ fail: () => void starts.push(time) }, { sleep })
    const batches = Promise.all([0, 10, 20].map((first) => all(cloud, [first, first + 1].map(picture), { rate: 1 })))
    const pass = setInterval(() => {
      sleeping.sort((a, b) => a.until - b.until)
      const next = sleeping.shift()
      if (next) time = Math.max(time, next.until)
      next?.wake()
    }, 20)
    await batches
    clearInterval(pass)
    steady.mockRestore()
    expect(starts).toHaveLength(6)
    for (let index = 1; index < 6; index++) expect((starts[index] ?? 0) - (starts[index - 1] ?? 0)).toBeGreaterThanOrEqual(1000)
  })

  it('R70 an abort begins nothing new, waits for what was sent, and throws its reason', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    const cloud = reader({ fail: (number) => void (number === 3 && controller.abort(reason)) })
    const results: BatchResult<Uint8Array, object>[] = []
    const run = (async () => {
      const batch = recognizeAll(cloud.client, recognizeCharacter, numbers(50).map(picture), {
        ...unlimited,
        concurrency: 2,
        signal: controller.signal,
      })
      for await (const result of batch) results.push(result)
    })()
    await expect(run).rejects.toBe(reason)
    // All that was paid for is there.
    expect(results.map(({ index }) => index).sort()).toEqual(cloud.paid.sort())
    expect(cloud.paid.length).toBeLessThan(8)
  })

  it('R70 an abort ends the wait for an input that does not come', async () => {
    const controller = new AbortController()
    async function* silent(): AsyncGenerator<Uint8Array> {
      yield picture(1)
      await new Promise(() => {})
    }
    const results: string[] = []
    const run = (async () => {
      for await (const result of recognizeAll(reader().client, recognizeCharacter, silent(), { ...unlimited, signal: controller.signal })) {
        results.push(...shown([result]))
        controller.abort(new Error('enough'))
      }
    })()
    await expect(run).rejects.toThrow('enough')
    expect(results).toEqual(['0 service picture 1'])
  })

  it('what the inputs throw comes after the results of those before', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield picture(1)
      yield picture(2)
      throw new Error('disk gone')
    }
    const results: string[] = []
    const run = (async () => {
      for await (const result of recognizeAll(reader().client, recognizeCharacter, broken(), unlimited)) results.push(...shown([result]))
    })()
    await expect(run).rejects.toThrow('disk gone')
    expect(results).toHaveLength(2)
  })

  it('tells how far it is', async () => {
    const progress: BatchProgress[] = []
    const cloud = reader({ fail: (number) => (number === 2 ? refusal(400, 'InvalidFile.Content') : undefined) })
    await all(cloud, [picture(1), picture(2), picture(1)], { onProgress: (step) => progress.push(step) })
    expect(progress.map(({ done }) => done)).toEqual([1, 2, 3])
    expect(progress.at(-1)).toEqual({ done: 3, answered: 2, failed: 1, inDoubt: 0, repeated: 1, calls: 2 })
  })

  it('R64 goes on when its listener throws, or gives a promise that is rejected', async () => {
    for (const onProgress of [
      () => {
        throw new Error('mine')
      },
      async () => {
        throw new Error('mine')
      },
    ])
      expect(shown(await all(reader(), [picture(1), picture(2)], { onProgress }))).toHaveLength(2)
    // vitest fails the run for a rejection that nobody handles.
    await new Promise((resolve) => setTimeout(resolve))
  })

  it.each(WRONG_OPTIONS)('R11 refuses %s that cannot work, as planAll does', async (field, options) => {
    const cloud = reader()
    await expect(all(cloud, [picture(1)], options as never)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field })
    const plan = planAll(cloud.client, recognizeCharacter, [picture(1)], { request, ...(options as object) })
    await expect(plan).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field })
    expect(cloud.requests).toEqual([])
  })

  it.each([undefined, null, 5, 'a.jpg', {}, picture(1), new Blob(['x'])])('R11 refuses inputs that are no list: %s', async (inputs) => {
    const error = { code: 'ERR_INVALID_OPTION', field: 'inputs' }
    await expect(all(reader(), inputs as never)).rejects.toMatchObject(error)
    await expect(planAll(reader().client, recognizeCharacter, inputs as never)).rejects.toMatchObject(error)
  })

  it('R11 refuses what is no client and no operation', async () => {
    const { client } = reader()
    const run = (...args: readonly unknown[]) => recognizeAll(...(args as Parameters<typeof recognizeAll>)).next()
    for (const none of [undefined, null, {}]) {
      await expect(run(none, recognizeCharacter, [])).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'client' })
      await expect(run(client, none, [])).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'operation' })
    }
    await expect(run(client, recognizeCharacter, [], null)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'options' })
  })

  it('R11 a request that is part of itself is a failed result, and a large number is sent as its digits', async () => {
    const circle: Record<string, unknown> = { imageURL: picture(1) }
    circle.self = circle
    const cloud = reader()
    const results = await all(cloud, [circle, { imageURL: picture(2), minHeight: 30n as never }])
    expect(shown(results)).toEqual(['0 ERR_INVALID_OPTION', '1 service picture 2'])
    expect(cloud.to('ocr').map((call) => formOf(call).MinHeight)).toEqual(['30'])
  })

  it('sends no more tasks in a call than the operation takes, addresses included', async () => {
    const cloud = fakeCloud()
    const input = (count: number, file: string | Uint8Array) => ({ tasks: Array.from({ length: count }, () => ({ imageURL: file })) })
    const inputs = [input(11, picture(1)), input(11, 'https://example.com/a'), input(10, 'https://example.com/a')]
    const results: BatchResult<unknown, object>[] = []
    for await (const result of recognizeAll(cloud.client, recognizeQrCode, inputs, { rate: 100 })) results.push(result)
    expect(results.map((result) => result.ok || (result.error as { code?: string }).code)).toEqual([
      'ERR_INPUT_LIMIT',
      'ERR_INPUT_LIMIT',
      true,
    ])
    expect(cloud.requests).toHaveLength(1)
    expect(await planAll(cloud.client, recognizeQrCode, inputs)).toMatchObject({ calls: 1, units: 10, refused: 2 })
  })

  it('puts a file into the first task of an operation for lists', async () => {
    const cloud = fakeCloud()
    for await (const result of recognizeAll(cloud.client, recognizeQrCode, [picture(1)], { rate: 100 })) expect(result.ok).toBe(true)
    expect(Object.keys(formOf(cloud.to('ocr')[0]))).toEqual(['Tasks.1.ImageURL'])
  })
})

describe('a checkpoint', () => {
  it('R90 answers from it what was answered before, and calls for the rest', async () => {
    const checkpoint = newFile()
    const first = reader()
    await all(first, numbers(3).map(picture), { checkpoint })
    const second = reader()
    const results = await all(second, numbers(5).map(picture), { checkpoint })
    expect(shown(results)).toEqual(numbers(5).map((number) => `${number} ${number < 3 ? 'checkpoint' : 'service'} picture ${number}`))
    expect(second.paid.sort()).toEqual([3, 4])
    // What is read from the file is what the service answered.
    expect(results[0]).toMatchObject({ response: { requestId: expect.stringMatching(/^r\d/), data: { results: [{ text: 'picture 0' }] } } })
  })

  it('gives the body with the names of the service for answers from it, and for repeated ones, as for those of a call', async () => {
    const checkpoint = newFile()
    const results = [
      ...(await all(reader(), [picture(0), picture(0)], { checkpoint, concurrency: 1 })),
      ...(await all(reader(), [picture(0)], { checkpoint })),
      ...(await all(reader(), [picture(0), picture(0)], { concurrency: 1 })).slice(1),
    ]
    expect(results.map((result) => result.ok && result.source)).toEqual(['service', 'repeat', 'checkpoint', 'repeat'])
    for (const result of results) {
      if (!result.ok) throw result.error
      expect(toMap(result.response)).toEqual({ RequestId: 'r1', Data: { Results: [{ Text: 'picture 0' }] } })
      expect(responseMetadata(result.response).statusCode).toBe(200)
      expect(Object.keys(result.response)).toEqual(['requestId', 'data'])
    }
    const last = results.at(-1)
    if (last?.ok) expect(responseMetadata(last.response).headers.get('date')).toBeNull()
  })

  it('survives a kill at any byte: a line that was cut off counts for nothing', async () => {
    const checkpoint = newFile()
    await all(reader(), numbers(2).map(picture), { checkpoint, concurrency: 1 })
    const whole = readFileSync(checkpoint)
    const lines = whole.toString().trimEnd().split('\n')
    expect(lines.map((line) => /"state":"(\w+)"/.exec(line)?.[1])).toEqual([undefined, 'sent', 'answered', 'sent', 'answered'])
    const cut = newFile()
    for (let size = whole.indexOf('\n') + 1; size <= whole.length; size += 7) {
      writeFileSync(cut, whole.subarray(0, size))
      const cloud = reader()
      const results = await all(cloud, numbers(2).map(picture), { checkpoint: cut, concurrency: 1 })
      const complete = whole.subarray(0, size).toString()
      for (const [index, result] of results.entries()) {
        const isSent = complete.split('\n').length > 2 + index * 2
        const isAnswered = complete.split('\n').length > 3 + index * 2
        // Neither lost nor paid twice: what may have been paid for is named.
        const [expected] = shown([result])
        if (isAnswered) expect(expected).toBe(`${index} checkpoint picture ${index}`)
        else if (isSent) expect(expected).toBe(`${index} ERR_NETWORK in doubt`)
        else expect(expected).toBe(`${index} service picture ${index}`)
      }
    }
  })

  it('asks again for what an earlier batch left in doubt only when that is wished', async () => {
    const checkpoint = newFile()
    const lose = reader({
      fail: () => {
        throw new TypeError('socket closed')
      },
    })
    await all(lose, [picture(1)], { checkpoint })
    const cloud = reader()
    expect(shown(await all(cloud, [picture(1)], { checkpoint }))).toEqual(['0 ERR_NETWORK in doubt'])
    expect(shown(await all(cloud, [picture(1)], { checkpoint, inDoubt: 'again' }))).toEqual(['0 service picture 1'])
    expect(shown(await all(cloud, [picture(1)], { checkpoint }))).toEqual(['0 checkpoint picture 1'])
  })

  it('a refused call is not in doubt: the next batch makes it again', async () => {
    const checkpoint = newFile()
    await all(reader({ fail: () => refusal(400, 'InvalidFile.Content') }), [picture(1)], { checkpoint })
    expect(shown(await all(reader(), [picture(1)], { checkpoint }))).toEqual(['0 service picture 1'])
  })

  it('another file is refused and left as it is', async () => {
    const path = newFile()
    writeFileSync(path, 'precious\n')
    await expect(all(reader(), [picture(1)], { checkpoint: path })).rejects.toMatchObject({
      code: 'ERR_INVALID_OPTION',
      field: 'checkpoint',
    })
    expect(readFileSync(path, 'utf8')).toBe('precious\n')
    for (const checkpoint of [path, folder])
      await expect(planAll(reader().client, recognizeCharacter, [picture(1)], { checkpoint })).rejects.toMatchObject({
        field: 'checkpoint',
      })
    expect(existsSync(`${path}.lock`)).toBe(false)
    await expect(all(reader(), [picture(1)], { checkpoint: join(folder, 'no', 'such') })).rejects.toMatchObject({ code: 'ERR_FILE_ACCESS' })
  })

  it('R60 a second batch on it fails at once, sends nothing, and may go on when the first has ended', async () => {
    const checkpoint = newFile()
    const first = recognizeAll(reader().client, recognizeCharacter, numbers(3).map(picture), { ...unlimited, checkpoint })
    await first.next()
    const link = newFile()
    symlinkSync(checkpoint, link)
    for (const path of [checkpoint, pathToFileURL(checkpoint), link]) {
      const second = reader()
      await expect(all(second, [picture(7)], { checkpoint: path })).rejects.toMatchObject({
        code: 'ERR_FILE_ACCESS',
        field: 'checkpoint',
        hint: expect.stringContaining('One batch at a time'),
      })
      expect(second.requests).toEqual([])
    }
    await first.return()
    expect(existsSync(`${checkpoint}.lock`)).toBe(false)
    const cloud = reader()
    expect(shown(await all(cloud, numbers(4).map(picture), { checkpoint })).at(-1)).toBe('3 service picture 3')
    expect(existsSync(`${checkpoint}.lock`)).toBe(false)
  })

  it('R60 a store of the caller serves one batch at a time as well', async () => {
    const checkpoint = checkpointFile(newFile())
    const first = recognizeAll(reader().client, recognizeCharacter, [picture(0), picture(1)], { ...unlimited, checkpoint })
    await first.next()
    await expect(all(reader(), [picture(1)], { checkpoint })).rejects.toMatchObject({ code: 'ERR_FILE_ACCESS', field: 'checkpoint' })
    await first.return()
    expect(shown(await all(reader(), [picture(0)], { checkpoint }))).toEqual(['0 checkpoint picture 0'])
    await checkpoint.close()
  })

  it.each([
    ['no JSON', (line: string) => line.replace('"body":{', '"body":{{CANARY')],
    ['null', (line: string) => line.replace(/"body":.*,"end"/, '"body":null,"end"')],
    ['a list', (line: string) => line.replace(/"body":.*,"end"/, '"body":[1],"end"')],
    ['absent', (line: string) => line.replace(/,"body":.*,"end"/, ',"end"')],
  ])('R4 an answer in it that is %s is in doubt, told by its line alone, and paid again only when that is wished', async (_, damage) => {
    const checkpoint = newFile()
    const inputs = numbers(2).map(picture)
    await all(reader(), inputs, { checkpoint, concurrency: 1 })
    const lines = readFileSync(checkpoint, 'utf8').split('\n')
    lines[2] = damage(lines[2] ?? '')
    writeFileSync(checkpoint, lines.join('\n'))
    const cloud = reader()
    const results = await all(cloud, inputs, { checkpoint })
    expect(shown(results)).toEqual(['0 ERR_FILE_SYNTAX in doubt', '1 checkpoint picture 1'])
    const [{ error }] = results as unknown as readonly [{ readonly error: Error }]
    expect(error.message).toContain('line 3 ')
    expect(`${error.stack}${JSON.stringify(error)}${error.cause}`).not.toMatch(/CANARY|picture/)
    expect(await planAll(cloud.client, recognizeCharacter, inputs, { request, checkpoint })).toMatchObject({ inDoubt: 1, answered: 1 })
    expect(cloud.paid).toEqual([])
    expect(shown(await all(cloud, inputs, { checkpoint, inDoubt: 'again' }))[0]).toBe('0 service picture 0')
    expect(shown(await all(cloud, inputs, { checkpoint }))[0]).toBe('0 checkpoint picture 0')
    expect(cloud.paid).toEqual([0])
  })

  it('never gives the answer to other content: a line with another key is in doubt', async () => {
    const lines: string[] = []
    const store = {
      lines: async function* () {},
      append: async (text: string) => lines.push(text) - 1,
      // As when somebody else had put a line before.
      line: async (position: number) => lines[position - 2] ?? '',
      close: async () => {},
    }
    const cloud = reader()
    const results = await all(cloud, [picture(0), picture(1), picture(1)], { checkpoint: store, concurrency: 1 })
    expect(shown(results)).toEqual(['0 service picture 0', '1 service picture 1', '2 ERR_FILE_SYNTAX in doubt'])
  })

  it('a kill while the first line of it is written does not spoil it', async () => {
    const checkpoint = newFile()
    writeFileSync(checkpoint, '{"checkpoint":"@x/oc')
    await all(reader(), [picture(1)], { checkpoint })
    expect(shown(await all(reader(), [picture(1)], { checkpoint }))).toEqual(['0 checkpoint picture 1'])
  })

  it.skipIf(!existsSync('/dev/full'))('a file on a full disk is a typed error that names the checkpoint', async () => {
    const cloud = reader()
    await expect(all(cloud, [picture(1)], { checkpoint: '/dev/full' })).rejects.toMatchObject({
      code: 'ERR_FILE_ACCESS',
      field: 'checkpoint',
      message: expect.stringContaining('ENOSPC'),
    })
    expect(cloud.paid).toEqual([])
  })

  it('stops at once when it cannot be written: nothing is paid for that is not remembered', async () => {
    const cloud = reader()
    const checkpoint = {
      lines: async function* () {},
      append: async (text: string) => {
        if (text.includes('"answered"')) throw new Error('disk full')
        return 0
      },
      line: async () => '',
      close: async () => {},
    }
    await expect(all(cloud, numbers(50).map(picture), { checkpoint, concurrency: 2 })).rejects.toThrow('disk full')
    expect(cloud.paid.length).toBeLessThanOrEqual(4)
  })
})

describe('planAll', () => {
  it('counts what a batch would send and cost, and sends nothing', async () => {
    const checkpoint = newFile()
    await all(reader(), [picture(1)], { checkpoint })
    const cloud = reader()
    const inputs = [picture(1), picture(2), picture(2), picture(3), new Uint8Array([1]), 'a/path']
    const plan = await planAll(cloud.client, recognizeCharacter, inputs, { request, checkpoint, pricePerUnit: 0.5 })
    expect(plan).toEqual({ inputs: 6, calls: 2, units: 2, cost: 1, seconds: 1, answered: 1, repeated: 1, inDoubt: 0, refused: 2 })
    expect(cloud.requests).toEqual([])
  })

  it('makes nothing, and looks into a checkpoint that is in use', async () => {
    const checkpoint = newFile()
    const cloud = reader()
    await planAll(cloud.client, recognizeCharacter, [picture(1)], { request, checkpoint })
    expect(existsSync(checkpoint)).toBe(false)
    const batch = recognizeAll(cloud.client, recognizeCharacter, [picture(1)], { ...unlimited, checkpoint })
    await batch.next()
    const before = readFileSync(checkpoint)
    expect(await planAll(cloud.client, recognizeCharacter, [picture(1)], { request, checkpoint })).toMatchObject({ answered: 1, calls: 0 })
    expect(readFileSync(checkpoint)).toEqual(before)
    await batch.return()
    const store = { lines: async function* () {}, append: vi.fn(), line: async () => '', close: async () => {} }
    await planAll(cloud.client, recognizeCharacter, [picture(1)], { request, checkpoint: store })
    expect(store.append).not.toHaveBeenCalled()
  })

  it('counts tasks where each is billed', async () => {
    const tasks = [{ imageURL: 'https://example.com/a' }, { imageURL: 'https://example.com/b' }]
    const plan = await planAll(reader().client, recognizeQrCode, [{ tasks }])
    expect(plan).toMatchObject({ calls: 1, units: 2, cost: undefined, seconds: 0 })
  })
})
