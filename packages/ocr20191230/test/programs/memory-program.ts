// 100,000 inputs through a client without a network, as a process of its own, so that its memory can be measured: prints it in bytes.
import { readFileSync } from 'node:fs'
import type { FetchLikeResponse } from '@x/credentials-core'
import { recognizeAll } from '../../src/batch/recognize-all.ts'
import { createOcrClient, type OcrClient } from '../../src/ocr-client.ts'
import { recognizeCharacter } from '../../src/operations/recognize-character.ts'
import { numberedPicture } from './numbered-picture.ts'

/** A file, or nothing for a batch without a checkpoint. */
const [checkpoint = '', count = ''] = process.argv.slice(2)
const calls = { permit: 0, object: 0, ocr: 0 }
const results = Array.from({ length: 10 }, (_, line) => ({ Text: `line ${line} of a picture`, Probability: 0.99 }))
const permit = {
  AccessKeyId: 'i',
  Bucket: 'bucket',
  EncodedPolicy: 'p',
  Endpoint: 'oss-cn-shanghai.aliyuncs.com',
  ObjectKey: 'k',
  Signature: 's',
  RequestId: 'r',
}
const client = createOcrClient({
  accessKeyId: 'id',
  accessKeySecret: 'secret',
  fetch: async (address, init) => {
    const isObject = init?.headers?.['content-type']?.startsWith('multipart/') === true
    const service = isObject ? 'object' : address.includes('openplatform') ? 'permit' : 'ocr'
    calls[service]++
    return answer(
      service === 'object' ? 201 : 200,
      service === 'permit' ? permit : { RequestId: `r${calls.ocr}`, Data: { Results: results } },
    )
  },
})

/** An answer without the weight of a `Response`, which would be measured with the rest. */
function answer(status: number, body: object): FetchLikeResponse {
  const text = JSON.stringify(body)
  const bytes = async (): Promise<ArrayBuffer> => new TextEncoder().encode(text).buffer
  return { status, headers: new Headers(), body: null, text: async () => text, arrayBuffer: bytes }
}

// One answer from the real client; then a client that counts and gives it again, so that the batch is measured and not the calls.
const request = { minHeight: 10, outputProbability: true }
const sample = await recognizeCharacter(client, { ...request, imageURL: 'https://example.com/a.png' })
let counted = 0
const counting: OcrClient = {
  ...client,
  async call<_Q extends object, S extends object>(): Promise<S> {
    counted++
    return sample as unknown as S
  },
}

async function* inputs(): AsyncGenerator<string | Uint8Array> {
  for (let number = 0; number < Number(count); number++) {
    // Every hundredth is a file; the others are addresses, which cost less time.
    yield number % 100 === 0 ? numberedPicture(number) : `https://example-bucket.oss-cn-shanghai.aliyuncs.com/${number}.png`
  }
}

let next = 0
for await (const { ok, index } of recognizeAll(counting, recognizeCharacter, inputs(), {
  ...{ request, checkpoint: checkpoint || undefined, rate: Number.POSITIVE_INFINITY, concurrency: 8 },
})) {
  if (!ok || index !== next) throw new Error(`result ${index} instead of ${next}, or failed`)
  next++
}
console.log(JSON.stringify({ results: next, calls: counted, uploads: calls.object, maxRss: peakBytes() }))

/** On Linux `resourceUsage` of a new process begins at what the process that started it had. */
function peakBytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024
}
