import { invalidOption } from '@x/credentials-core'
import type { OcrClient } from './ocr-client.ts'

/**
 * Refuses what helpers that take an operation cannot work with, however it got past the types.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` naming the argument.
 */
export function checkArguments(
  client: OcrClient,
  operation: { readonly operation?: { readonly action?: unknown } } | undefined,
  options: { readonly signal?: unknown; readonly onProgress?: unknown; readonly runtime?: unknown },
): void {
  if (typeof client?.rpc?.settings !== 'object')
    throw invalidOption('client', 'is no OCR client', 'Pass a Client, or what createOcrClient gives.')
  if (typeof operation?.operation?.action !== 'string')
    throw invalidOption('operation', 'is no operation', 'Pass its function, such as recognizeTable.')
  if (!isObject(options)) throw invalidOption('options', 'is no object', 'Pass one, or leave it out.')
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
