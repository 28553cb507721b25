import { emit } from '@x/credentials-core'
import { callOperation } from '@x/tea-rpc'
import type { Operation } from '../define-operation.ts'
import type { FileInput } from '../file-input.ts'
import type { OcrClient } from '../ocr-client.ts'
import type { BatchProgress, BatchResult, RecognizeAllOptions } from './batch-options.ts'
import { checkBatch } from './check-batch.ts'
import { createFlights } from './flights.ts'
import { inOrder } from './in-order.ts'
import type { Known } from './ledger.ts'
import { CallFailure, doubtFromBefore, oneCall } from './one-call.ts'
import { openBatchLedger } from './open-ledger.ts'
import { rateLimit, startsOf } from './rate-limit.ts'
import { keyedRequest, requestOf } from './request-key.ts'

const CONCURRENCY = 4
const RATE = 1
const MAX_ATTEMPTS = 5

/**
 * Calls an operation for many inputs and gives one result for each, in the order of the inputs. A failure is a result, too, and stops
 * nothing. Few inputs are in memory at a time, however many there are, and inputs are taken as fast as results are.
 *
 * Local limits are checked before anything is sent. Content that was answered before (in this batch, or in one with the same
 * checkpoint) is not sent again.
 *
 * @param inputs Requests of the operation, or files: a file gets into the operation's file field, beside `options.request`.
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for options that cannot work, `ERR_FILE_ACCESS` when the checkpoint cannot be written,
 * or another batch uses it; the signal's reason after an abort; what `inputs` throws.
 * @example
 * const request = { assureDirection: true, hasLine: false, outputFormat: 'json', skipDetection: false, useFinanceModel: false }
 * for await (const result of recognizeAll(client, recognizeTable, files, { request, checkpoint: 'tables.jsonl' })) {
 *   if (result.ok) console.log(result.index, result.response.data)
 *   else console.error(result.index, result.error.message)
 * }
 */
export async function* recognizeAll<Q extends object, S extends object, I extends Partial<Q> | FileInput>(
  client: OcrClient,
  given: Operation<Q, S>,
  inputs: Iterable<I> | AsyncIterable<I>,
  options: RecognizeAllOptions<Q> = {},
): AsyncGenerator<BatchResult<I, S>, void, undefined> {
  checkBatch(client, given, inputs, options)
  const { operation } = given
  const { concurrency = CONCURRENCY, rate = RATE, signal, runtime = {}, inDoubt = 'report', onProgress } = options
  const { maxAttempts = MAX_ATTEMPTS } = options.retry ?? {}
  const turn = rateLimit(rate, signal, client.rpc.settings, startsOf(client.rpc, operation.action))
  signal?.throwIfAborted()
  const { ledger, close } = await openBatchLedger(options, true)
  const again = inDoubt === 'again'
  /** The same content waits for what is under way instead of being sent again. */
  const flights = createFlights<S>()
  const progress = { done: 0, answered: 0, failed: 0, inDoubt: 0, repeated: 0, calls: 0 }
  let fatal: { readonly error: unknown } | undefined
  const { fit: _fit, refetch: _refetch, onUpload: _onUpload, ...connection } = runtime
  const settings = {
    ...{ client, operation, ledger, turn, maxAttempts, again, runtime, signal },
    callRuntime: { ...connection, autoretry: false },
    onCall: (): void => {
      progress.calls++
    },
  }
  // Through the same door as an answer that comes now, so that it is the same kind of object; its headers were not kept.
  const restored = ({ body }: Known & { state: 'answered' }): Promise<S> =>
    callOperation<object, S>({ request: async () => ({ statusCode: 200, headers: { get: () => null }, body }) }, operation, {})

  const work = async (input: I, index: number): Promise<BatchResult<I, S>> => {
    let key: string | undefined
    try {
      const keyed = await keyedRequest(operation, requestOf(operation, input, options.request), runtime, signal)
      key = keyed.key
      const answered = { ok: true, index, input, key } as const
      const flight = flights.find(key)
      if (flight) return { ...answered, response: await flight, source: 'repeat' }
      // In the list before anything is waited for, so that the same content cannot slip in between.
      let source: 'service' | 'checkpoint' | 'repeat' = 'service'
      const own = (async (): Promise<S> => {
        const known = await ledger.known(keyed.key)
        if (known?.state === 'answered') {
          source = known.earlier ? 'checkpoint' : 'repeat'
          return restored(known)
        }
        if (known && !again) throw new CallFailure(doubtFromBefore(known.damaged), true)
        return oneCall<S>(keyed, settings)
      })()
      flights.add(key, own)
      try {
        return { ...answered, response: await own, source }
      } finally {
        flights.remove(key)
      }
    } catch (error) {
      const failed = { ok: false, index, input, key } as const
      if (error instanceof CallFailure) return { ...failed, error: error.error, inDoubt: error.inDoubt }
      // Without a key the input could not be read; afterwards only the ledger can fail, and without it nothing more may be paid for.
      if (key !== undefined) fatal ??= { error }
      return { ...failed, error: error as Error, inDoubt: false }
    }
  }

  try {
    const stopped = (): boolean => signal?.aborted === true || fatal !== undefined
    for await (const result of inOrder(inputs, work, { concurrency, stopped, signal })) {
      // What was not begun for the abort is no result: the next batch will do it.
      if (!result.ok && signal?.aborted && result.error === signal.reason) continue
      if (fatal) break
      emit(onProgress, counted(progress, result))
      yield result
    }
  } finally {
    await close()
  }
  if (fatal) throw fatal.error
  signal?.throwIfAborted()
}

function counted(progress: { -readonly [K in keyof BatchProgress]: number }, result: BatchResult<unknown, unknown>): BatchProgress {
  progress.done++
  progress[result.ok ? 'answered' : 'failed']++
  if (!result.ok && result.inDoubt) progress.inDoubt++
  if (result.ok && result.source !== 'service') progress.repeated++
  return { ...progress }
}
