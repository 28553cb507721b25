import { checkNames, invalidOption } from '@x/credentials-core'
import { checkAmount, checkArguments, isObject } from '../check-arguments.ts'
import type { OcrClient } from '../ocr-client.ts'
import type { RecognizeAllOptions } from './batch-options.ts'

/** A plan and its batch take the same options. */
const NAMES = 'request concurrency rate retry inDoubt checkpoint onProgress signal runtime remember pricePerUnit'

/** What can stand where a list of inputs is wanted, but is a single one: it would be taken apart. */
const isSingle = (inputs: unknown): boolean => typeof inputs === 'string' || ArrayBuffer.isView(inputs)

/**
 * Refuses arguments of a batch that cannot work, before anything is opened or read.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` naming the argument or option.
 */
export function checkBatch(
  client: OcrClient,
  operation: Parameters<typeof checkArguments>[1],
  inputs: unknown,
  options: RecognizeAllOptions<object> & { readonly pricePerUnit?: number | undefined },
): void {
  checkArguments(client, operation, options, NAMES)
  if (isSingle(inputs) || !isObject(inputs) || !(Symbol.iterator in inputs || Symbol.asyncIterator in inputs))
    throw invalidOption('inputs', 'is no list', 'Pass an array, or another iterable, of files or requests.')
  const { request, concurrency, rate, retry, inDoubt, checkpoint, remember, pricePerUnit } = options
  for (const [field, value] of Object.entries({ request, retry }))
    if (value !== undefined && !isObject(value)) throw invalidOption(field, 'is no object', 'Pass one, or leave it out.')
  if (retry) checkNames(retry, { any: 'maxAttempts' }, 'retry')
  checkCount('concurrency', concurrency)
  checkCount('retry.maxAttempts', retry?.maxAttempts)
  if (rate !== undefined) checkAmount('rate', rate)
  if (inDoubt !== undefined && !['report', 'again'].includes(inDoubt))
    throw invalidOption('inDoubt', 'is not known', 'Use report or again.')
  for (const [field, amount] of Object.entries({ remember, pricePerUnit }))
    if (amount !== undefined && !(typeof amount === 'number' && amount >= 0))
      throw invalidOption(field, 'is not a number', 'Pass 0 or more, or leave it out.')
  if (checkpoint !== undefined && !isCheckpoint(checkpoint))
    throw invalidOption(
      'checkpoint',
      'is neither a path nor a store',
      'Pass the path of a file, or an object with lines, append, line and close.',
    )
}

function checkCount(field: string, count: unknown): void {
  if (count === undefined) return
  if (!Number.isInteger(count) || (count as number) < 1)
    throw invalidOption(field, 'is not a whole number above 0', 'Leave it out for the default.')
}

function isCheckpoint(value: unknown): boolean {
  if (typeof value === 'string') return value !== ''
  if (value instanceof URL) return value.protocol === 'file:'
  return isObject(value) && ['lines', 'append', 'line'].every((name) => typeof (value as Record<string, unknown>)[name] === 'function')
}
