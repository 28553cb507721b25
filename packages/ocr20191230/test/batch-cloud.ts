import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Config } from '@x/tea-rpc'
import { afterAll, beforeAll } from 'vitest'
import type { BatchResult, RecognizeAllOptions } from '../src/batch/batch-options.ts'
import { recognizeAll } from '../src/batch/recognize-all.ts'
import { type RecognizeCharacterRequest, recognizeCharacter } from '../src/operations/recognize-character.ts'
import { type CloudAnswers, type FakeCloud, fakeCloud, formOf } from './fake-cloud.ts'
import { numberedPicture as picture, pictureNumber } from './programs/numbered-picture.ts'
import { parseForm, textOf } from './strict-form.ts'

export { picture }

/** What `recognizeCharacter` needs beside a picture. */
export const request = { minHeight: 10, outputProbability: true }
/** Settings of a batch that waits for nothing. */
export const unlimited: { readonly request: typeof request; readonly rate: number } = { request, rate: Number.POSITIVE_INFINITY }

export const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

export const refusal = (status: number, Code: string): Response =>
  new Response(JSON.stringify({ Code, Message: 'no', RequestId: 'r' }), { status })

/** A cloud that reads the number of the uploaded picture, and counts what it was paid for. */
export function reader(
  answers: CloudAnswers & { fail?(number: number, turn: number): Response | undefined } = {},
  config: Partial<Config> = {},
): FakeCloud & { paid: number[] } {
  const stored = new Map<string, number>()
  const paid: number[] = []
  const told: CloudAnswers = {
    ...answers,
    object: (post) => {
      const parts = parseForm(post.headers['content-type'], post.body)
      stored.set(textOf(parts[3]) ?? '', pictureNumber(parts.at(-1)?.data ?? new Uint8Array()))
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

/** The results of a batch of `recognizeCharacter`. */
export async function all<I extends Partial<RecognizeCharacterRequest> | Uint8Array | string>(
  cloud: FakeCloud,
  inputs: Iterable<I> | AsyncIterable<I>,
  options: RecognizeAllOptions<RecognizeCharacterRequest> = {},
): Promise<BatchResult<I, object>[]> {
  const results: BatchResult<I, object>[] = []
  for await (const result of recognizeAll(cloud.client, recognizeCharacter, inputs, { ...unlimited, ...options })) results.push(result)
  return results
}

/** Each result as a line: its place, and what was read and where the answer is from, or why there is none. */
export const shown = (results: readonly BatchResult<unknown, object>[]): string[] =>
  results.map((result) =>
    result.ok
      ? `${result.index} ${result.source} ${JSON.stringify(result.response).match(/picture \d+/)}`
      : `${result.index} ${(result.error as { code?: string }).code}${result.inDoubt ? ' in doubt' : ''}`,
  )

/** A folder for the checkpoints of a test file, removed after its tests. */
export function checkpoints(): { folder(): string; newFile(): string } {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ocr-batch-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))
  return { folder: () => folder, newFile: () => join(folder, `${Math.random()}.jsonl`) }
}
