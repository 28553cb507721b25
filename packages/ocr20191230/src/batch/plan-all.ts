import { checkFile, readFileFacts } from '@x/ocr20191230/check'
import type { Operation } from '../define-operation.ts'
import type { FileInput } from '../file-input.ts'
import type { OcrClient } from '../ocr-client.ts'
import type { RecognizeAllOptions } from './batch-options.ts'
import { checkBatch } from './check-batch.ts'
import { createDigestTable } from './digest-table.ts'
import { openBatchLedger } from './open-ledger.ts'
import { type KeyedRequest, keyedRequest, requestOf } from './request-key.ts'

/** What a batch would do. */
export interface BatchPlan {
  /** Inputs. */
  readonly inputs: number
  /** Calls that would be sent, when each succeeds at once. */
  readonly calls: number
  /** What would be billed: as `calls`, but for operations that are billed by task. */
  readonly units: number
  /** `units` times `pricePerUnit`; `undefined` without a price. */
  readonly cost: number | undefined
  /** Seconds that the rate limit needs at least. */
  readonly seconds: number
  /** Inputs that are answered from the checkpoint. */
  readonly answered: number
  /** Inputs whose content came before. */
  readonly repeated: number
  /** Inputs whose call an earlier batch sent without seeing an answer. They are among `calls` only with `inDoubt: 'again'`. */
  readonly inDoubt: number
  /** Inputs that would be refused here, before anything is sent. */
  readonly refused: number
}

/** How to plan: the options of the batch, and the price. */
export interface PlanAllOptions<Q extends object> extends RecognizeAllOptions<Q> {
  /** What one call, or one task, costs you, in any currency. */
  readonly pricePerUnit?: number | undefined
}

/**
 * A dry run of `recognizeAll` with the same arguments: reads the inputs, looks into the checkpoint, checks the limits, and counts what
 * would be sent and what it would cost. Sends nothing, writes nothing, and may look into a checkpoint while a batch uses it.
 *
 * @throws As `recognizeAll`.
 * @example
 * const { calls, cost } = await planAll(client, recognizeTable, files, { request, checkpoint: 'tables.jsonl', pricePerUnit: 0.03 })
 */
export async function planAll<Q extends object, S extends object, I extends Partial<Q> | FileInput>(
  client: OcrClient,
  given: Operation<Q, S>,
  inputs: Iterable<I> | AsyncIterable<I>,
  options: PlanAllOptions<Q> = {},
): Promise<BatchPlan> {
  checkBatch(client, given, inputs, options)
  const { operation } = given
  const { pricePerUnit, signal, runtime = {}, inDoubt = 'report', rate = 1 } = options
  const { ledger, close } = await openBatchLedger(options, false)
  const keyedOf = async (input: I) => keyedRequest(operation, requestOf(operation, input, options.request), runtime, signal)
  const seen = createDigestTable()
  const plan = { inputs: 0, calls: 0, units: 0, answered: 0, repeated: 0, inDoubt: 0, refused: 0 }
  try {
    for await (const input of inputs) {
      signal?.throwIfAborted()
      plan.inputs++
      const keyed = await keyedOf(input).catch(() => undefined)
      signal?.throwIfAborted()
      if (!keyed) {
        plan.refused++
        continue
      }
      const { key, files, units } = keyed
      const known = await ledger.known(key)
      if (known?.state === 'answered') plan.answered++
      else if (seen.get(key) !== undefined) plan.repeated++
      else {
        if (known) plan.inDoubt++
        if (known && inDoubt !== 'again') continue
        // What fit will make of a picture is known only when it is done.
        if (!runtime.fit && !isTaken(files, operation.action)) {
          plan.refused++
          continue
        }
        seen.set(key, 1)
        plan.calls++
        plan.units += units
      }
    }
  } finally {
    await close()
  }
  const cost = pricePerUnit === undefined ? undefined : plan.units * pricePerUnit
  return { ...plan, cost, seconds: Math.max(0, plan.calls - 1) / rate }
}

function isTaken(files: KeyedRequest['files'], action: string): boolean {
  try {
    for (const { file, field } of files)
      if (file instanceof Uint8Array) checkFile({ ...readFileFacts(file), size: file.length }, action, field)
    return true
  } catch {
    return false
  }
}
