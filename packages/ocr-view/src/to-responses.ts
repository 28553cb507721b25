import { invalidOption } from '@x/credentials-core'
import type { OcrResponse } from './read-response.ts'

/** One response or several as a list. Throws `ERR_INVALID_OPTION` for what is none, as where the answer of a call was not waited for. */
export function toResponses(response: OcrResponse | readonly OcrResponse[]): readonly OcrResponse[] {
  const list = [response].flat()
  if (list.some((one) => typeof one !== 'object' || one === null))
    throw invalidOption('response', 'is no response', 'Pass what an operation answered, or a list of such answers.')
  return list
}
