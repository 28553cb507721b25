import { decodePicture, type Picture } from './decode-picture.ts'
import { readIdentityCard } from './documents/identity-card.ts'
import type { Eyes } from './eyes.ts'
import { findCard } from './find-card.ts'
import { findPortrait } from './find-portrait.ts'
import type { OcrInput } from './ocr-engine.ts'
import { optionalChoiceParameter, textParameter } from './parameters.ts'
import { LIMITS } from './picture-limits.ts'
import { cornersAsGiven, type Reading } from './reading.ts'
import { type Corners, levelBox, type Point } from './text-line.ts'
import { turnUpright } from './turn-picture.ts'

/** Answers RecognizeIdentityCard, which also tells where the card and its portrait are. */
export async function recognizeIdentityCard({ parameters, fetchFile }: OcrInput, eyes: Eyes): Promise<Record<string, unknown>> {
  const side = optionalChoiceParameter(parameters, 'Side', ['face', 'back'])
  const picture = await decodePicture(await fetchFile(textParameter(parameters, 'ImageURL')), LIMITS.stated)
  const reading = await eyes.readText(picture)
  const { FrontResult, BackResult } = readIdentityCard(reading, side)
  return BackResult ? { BackResult } : { FrontResult: { ...(FrontResult as object), ...places(reading, picture) } }
}

/** Card and portrait in pixels of the picture that was given; what is not found is left out. */
function places(reading: Reading, given: Picture): Record<string, unknown> {
  const picture = turnUpright(given, reading.turn)
  const card = findCard(picture)
  const portrait = card && findPortrait(picture, card)
  return {
    ...(card && { CardAreas: points(cornersAsGiven(card, reading)) }),
    ...(portrait && {
      FaceRectVertices: points(cornersAsGiven(portrait, reading)),
      FaceRectangle: rotatedBox(cornersAsGiven(portrait, reading)),
    }),
  }
}

/** A box as the service gives it: the angle is from -90 up to 0, and `Width` is measured along it. */
export function rotatedBox(corners: Corners): Record<string, unknown> {
  const { centre, width, height, angle: exact } = levelBox(corners)
  const angle = tenths(exact)
  const quarters = Math.floor(angle / 90) + 1
  const [Width, Height] = quarters % 2 === 0 ? [width, height] : [height, width]
  const size = { Width: tenths(Width), Height: tenths(Height) }
  return { Angle: tenths(angle - quarters * 90), Center: point(centre), Size: size }
}

const points = (corners: Corners): Record<'X' | 'Y', number>[] => corners.map(point)
const point = ({ x, y }: Point): Record<'X' | 'Y', number> => ({ X: tenths(x), Y: tenths(y) })
const tenths = (value: number): number => Math.round(value * 10) / 10 + 0 // never -0
