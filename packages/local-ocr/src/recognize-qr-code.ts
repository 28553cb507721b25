import { decodePicture } from './decode-picture.ts'
import type { Eyes } from './eyes.ts'
import type { OcrInput } from './ocr-engine.ts'
import { listParameter, textParameter } from './parameters.ts'
import { LIMITS } from './picture-limits.ts'

const MAX_TASKS = 10

/**
 * Answers RecognizeQrCode: one element a task, in their order. The schema has no place for a task's error, so a picture that cannot
 * be read has an element without `Results`; only when that is so for every task is the first error thrown.
 */
export async function recognizeQrCode(
  { parameters, fetchFile }: OcrInput,
  eyes: Pick<Eyes, 'readCodes'>,
): Promise<Record<string, unknown>> {
  const urls = listParameter(parameters, 'Tasks', MAX_TASKS).map((task) => textParameter(task, 'ImageURL'))
  const elements: Record<string, unknown>[] = []
  const errors: unknown[] = []
  for (const [at, url] of urls.entries()) {
    const element = { TaskId: `img-${at + 1}`, ImageURL: url }
    try {
      const codes = await eyes.readCodes(await decodePicture(await fetchFile(url), LIMITS.qrCode))
      elements.push({ ...element, Results: [finding(codes.map(({ text }) => text))] })
    } catch (error) {
      errors.push(error)
      elements.push({ ...element, Results: [] })
    }
  }
  if (errors.length === urls.length) throw errors[0]
  return { Elements: elements }
}

/** A decoded code is certain, for its error correction came out even; that there is none can be given no rate. */
function finding(codes: readonly string[]): Record<string, unknown> {
  return codes.length > 0
    ? { Label: 'qrcode', Suggestion: 'review', Rate: 100, QrCodesData: codes }
    : { Label: 'normal', Suggestion: 'pass', QrCodesData: [] }
}
