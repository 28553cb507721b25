import { decodePicture } from './decode-picture.ts'
import type { Eyes } from './eyes.ts'
import type { OcrInput } from './ocr-engine.ts'
import { booleanParameter, countParameter, textParameter } from './parameters.ts'
import { LIMITS } from './picture-limits.ts'
import { linesAsGiven } from './reading.ts'
import { levelBox, type TextLine } from './text-line.ts'

/** Answers RecognizeCharacter: every line at least `MinHeight` pixels high, with its box, and its probability on request. */
export async function recognizeCharacter(
  { parameters, fetchFile }: OcrInput,
  eyes: Pick<Eyes, 'readText'>,
): Promise<Record<string, unknown>> {
  const url = textParameter(parameters, 'ImageURL')
  const minHeight = countParameter(parameters, 'MinHeight')
  const outputProbability = booleanParameter(parameters, 'OutputProbability')

  const lines = linesAsGiven(await eyes.readText(await decodePicture(await fetchFile(url), LIMITS.stated)))
  const results = lines.map((line) => ({
    Text: line.text,
    ...(outputProbability ? { Probability: Number(line.probability.toFixed(4)) } : {}),
    TextRectangles: textRectangles(line),
  }))
  return { Results: results.filter(({ TextRectangles }) => TextRectangles.Height >= minHeight) }
}

/** The wire form of a box: the level rectangle, the degrees by which it is turned clockwise around its centre, and the corners. All are int32. */
function textRectangles({ corners }: TextLine): { Height: number } & Record<string, unknown> {
  const { centre, width, height, angle } = levelBox(corners)
  return {
    Left: Math.round(centre.x - width / 2),
    Top: Math.round(centre.y - height / 2),
    Width: Math.round(width),
    Height: Math.round(height),
    Angle: Math.round(angle) + 0, // never -0
    Pos: corners.map(({ x, y }) => ({ x: Math.round(x), y: Math.round(y) })),
  }
}
