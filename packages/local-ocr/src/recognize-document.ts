import { decodePicture, type Picture, type PictureLimits } from './decode-picture.ts'
import type { CardSide } from './documents/card-side.ts'
import type { Eyes } from './eyes.ts'
import type { OcrInput } from './ocr-engine.ts'
import { optionalChoiceParameter, textParameter } from './parameters.ts'
import type { Reading } from './reading.ts'

/** Finds the values of one kind of document in what was read. */
export type DocumentReader = (reading: Reading, picture: Picture) => Record<string, unknown>

/** An operation that reads one picture of a document. */
export function documentOperation(limits: PictureLimits, read: DocumentReader) {
  return async ({ parameters, fetchFile }: OcrInput, eyes: Eyes): Promise<Record<string, unknown>> => {
    const picture = await decodePicture(await fetchFile(textParameter(parameters, 'ImageURL')), limits)
    return read(await eyes.readText(picture), picture)
  }
}

/** An operation that reads one side of a card: the side asked for, else the one that the picture shows. */
export function cardOperation(limits: PictureLimits, read: (reading: Reading, side?: CardSide) => Record<string, unknown>) {
  return async (input: OcrInput, eyes: Eyes): Promise<Record<string, unknown>> => {
    const side = optionalChoiceParameter(input.parameters, 'Side', ['face', 'back'])
    return documentOperation(limits, (reading) => read(reading, side))(input, eyes)
  }
}
