import { checkNames, invalidOption } from '@x/credentials-core'
import type { OcrClient } from './ocr-client.ts'

/** Refuses what is no operation, such as its name. */
export function checkOperation(operation: { readonly operation?: { readonly action?: unknown } } | undefined): void {
  if (typeof operation?.operation?.action !== 'string')
    throw invalidOption('operation', 'is no operation', 'Pass its function, such as recognizeTable.')
}

/**
 * Refuses what helpers that take an operation cannot work with, however it got past the types.
 *
 * @param names The members that the options may have, separated by blanks.
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` naming the argument or option.
 */
export function checkArguments(
  client: OcrClient,
  operation: Parameters<typeof checkOperation>[0],
  options: { readonly signal?: unknown; readonly onProgress?: unknown; readonly runtime?: unknown },
  names: string,
): void {
  if (typeof client?.rpc?.settings !== 'object')
    throw invalidOption('client', 'is no OCR client', 'Pass a Client, or what createOcrClient gives.')
  checkOperation(operation)
  if (!isObject(options)) throw invalidOption('options', 'is no object', 'Pass one, or leave it out.')
  checkNames(options, { any: names })
  const { signal, onProgress, runtime } = options
  if (signal !== undefined && typeof (signal as AbortSignal | null)?.addEventListener !== 'function')
    throw invalidOption('signal', 'is no AbortSignal', 'Pass one, or leave it out.')
  if (onProgress !== undefined && typeof onProgress !== 'function')
    throw invalidOption('onProgress', 'is no function', 'Pass one, or leave it out.')
  if (runtime !== undefined && !isObject(runtime)) throw invalidOption('runtime', 'is no object', 'Pass one, or leave it out.')
}

/** A number above 0, `Infinity` included. */
export function checkAmount(field: string, amount: unknown): void {
  if (!(typeof amount === 'number' && amount > 0)) throw invalidOption(field, 'is not a number above 0', 'Leave it out for the default.')
}

export const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
