import { afterAll, expect, it } from 'vitest'
import { createOcrEngine } from '../src/index.ts'
import { documentFile, documentPictures } from './pictures/document-pictures.ts'

const engine = createOcrEngine()
afterAll(() => engine.close())

const [upright, turned] = documentPictures.filter(({ kind }) => kind === 'identity card')
/** As they are drawn, from the top left corner of the text clockwise. */
const CARD = [
  [20, 20],
  [840, 20],
  [840, 520],
  [20, 520],
] as const
const PORTRAIT = [
  [590, 110],
  [790, 110],
  [790, 360],
  [590, 360],
] as const

type Points = readonly { readonly X: number; readonly Y: number }[]

it.each([
  ['upright', upright, false],
  ['turned by 180 degrees', turned, true],
])('card and portrait of an identity card are found in a picture that is %s', async (_, picture, isTurned) => {
  if (!picture) throw new Error('no such picture')
  const file = await documentFile(picture)
  const { FrontResult } = await engine.answer('RecognizeIdentityCard', {
    parameters: { ImageURL: 'a', Side: 'face' },
    fetchFile: async () => file,
  })
  const { CardAreas, FaceRectVertices } = FrontResult as { CardAreas: Points; FaceRectVertices: Points }
  const far = (points: Points, drawn: typeof CARD | typeof PORTRAIT): number =>
    Math.max(
      ...drawn.map(([x, y], at) =>
        Math.hypot((points[at]?.X ?? 0) - (isTurned ? 860 - x : x), (points[at]?.Y ?? 0) - (isTurned ? 540 - y : y)),
      ),
    )
  expect(far(CardAreas, CARD)).toBeLessThan(4)
  expect(far(FaceRectVertices, PORTRAIT)).toBeLessThan(8)
})
