import { decodePicture } from './decode-picture.ts'
import { readBusinessLicense } from './documents/business-license.ts'
import type { Eyes } from './eyes.ts'
import { findRedAreas } from './find-red-areas.ts'
import type { OcrInput } from './ocr-engine.ts'
import { textParameter } from './parameters.ts'
import { LIMITS } from './picture-limits.ts'
import { turnUpright } from './turn-picture.ts'

/** Answers RecognizeBusinessLicense, which also tells where emblem, stamp and QR code are. */
export async function recognizeBusinessLicense({ parameters, fetchFile }: OcrInput, eyes: Eyes): Promise<Record<string, unknown>> {
  const picture = await decodePicture(await fetchFile(textParameter(parameters, 'ImageURL')), LIMITS.anySize)
  const reading = await eyes.readText(picture)
  const [code] = await eyes.readCodes(picture)
  return readBusinessLicense(reading, { qrCode: code?.corners, redAreas: findRedAreas(turnUpright(picture, reading.turn)) })
}
