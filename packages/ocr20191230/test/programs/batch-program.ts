// A batch as a process of its own, so that it can be killed: reads its orders as JSON from the command line, writes results as lines.

import { recognizeAll } from '../../src/batch/recognize-all.ts'
import { createOcrClient } from '../../src/ocr-client.ts'
import { recognizeTable } from '../../src/operations/recognize-table.ts'
import { numberedPicture } from './numbered-picture.ts'

/** What the program is told. */
export interface BatchOrders {
  readonly endpoint: string
  readonly accessKeyId: string
  readonly accessKeySecret: string
  readonly checkpoint: string
  readonly count: number
  readonly concurrency: number
  readonly inDoubt: 'report' | 'again'
}

/** A result as a line. */
export interface BatchLine {
  readonly index: number
  readonly ok: boolean
  readonly inDoubt?: boolean
  readonly source?: string
  readonly text?: string | undefined
  readonly error?: string
}

const orders = JSON.parse(process.argv[2] ?? '') as BatchOrders
const { endpoint, accessKeyId, accessKeySecret, checkpoint, count, concurrency, inDoubt } = orders
const client = createOcrClient({ endpoint, openPlatformEndpoint: endpoint, accessKeyId, accessKeySecret })

function* pictures(): Generator<Uint8Array> {
  for (let number = 0; number < count; number++) yield numberedPicture(number)
}

const request = { assureDirection: true, hasLine: false, outputFormat: 'json', skipDetection: false, useFinanceModel: false }
const results = recognizeAll(client, recognizeTable, pictures(), {
  ...{ request, checkpoint, concurrency, inDoubt, rate: Number.POSITIVE_INFINITY },
  runtime: { readTimeout: 60_000, deadline: 120_000 },
})
for await (const result of results) {
  const { index, ok } = result
  const line: BatchLine = result.ok
    ? { index, ok, source: result.source, text: result.response.data?.tables?.[0]?.head?.[0] }
    : { index, ok, inDoubt: result.inDoubt, error: `${result.error}` }
  process.stdout.write(`${JSON.stringify(line)}\n`)
}
await client.close()
