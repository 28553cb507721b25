import sharp from 'sharp'
import { afterAll, describe, expect, it } from 'vitest'
import { createOcrEngine } from '../src/index.ts'
import { characterErrors } from './pictures/character-errors.ts'
import { type LabelledPicture, labelledPictures } from './pictures/labelled-pictures.ts'
import { render } from './pictures/render-picture.ts'

const engine = createOcrEngine()
afterAll(() => engine.close())

/** Many times what all pictures usually take. A machine that is slower still reads as many as it can in this time, and says so. */
const BUDGET_MS = 150_000
const NAMES = ['notice-zh', 'letter-en', 'terminal', 'tilt-minus-4', 'small-mixed', 'receipt-on-a-desk']
const turns = [90, 180, 270] as const
const pictures = NAMES.map((name) => labelledPictures.find((picture) => picture.name === name) as LabelledPicture)

interface Line {
  readonly Text: string
  readonly TextRectangles: {
    readonly Left: number
    readonly Top: number
    readonly Width: number
    readonly Height: number
    readonly Angle: number
    readonly Pos: { readonly x: number; readonly y: number }[]
  }
}

async function read(file: Uint8Array): Promise<Line[]> {
  const parameters = { ImageURL: 'a', MinHeight: '0', OutputProbability: 'false' }
  return (await engine.answer('RecognizeCharacter', { parameters, fetchFile: async () => file })).Results as Line[]
}

async function turned(picture: LabelledPicture, degrees: number): Promise<Uint8Array> {
  const clear = await render(picture)
  const upright = await (picture.blur ? clear.blur(picture.blur) : clear).png().toBuffer()
  const lying = sharp(upright).rotate(degrees)
  return (picture.jpegQuality ? lying.jpeg({ quality: picture.jpegQuality }) : lying.png()).toBuffer()
}

describe('turned pictures', () => {
  it.each([
    [90, 90, 240, 60],
    [180, 180, 540, 240],
    [270, -90, 40, 540],
  ])('of %i degrees have an Angle of %i and boxes in pixels of the picture that was sent', async (degrees, angle, x, y) => {
    const picture = { width: 600, height: 280, lines: [{ text: '会议室 Meeting room', x: 60, y: 76, size: 40 }] }
    const file = await sharp(await (await render(picture)).png().toBuffer())
      .rotate(degrees)
      .png()
      .toBuffer()
    const [line] = await read(file)
    expect(line?.Text.replaceAll(' ', '')).toBe('会议室Meetingroom')
    const { Left = 0, Top = 0, Width = 0, Height = 0, Angle = 0, Pos = [] } = line?.TextRectangles ?? {}
    expect(Math.abs(((Angle - angle + 540) % 360) - 180)).toBeLessThanOrEqual(1)
    expect(Width).toBeGreaterThan(5 * Height)
    // the line begins at x 60, about 40 pixels from the upper edge of the upright picture
    const [begin] = Pos
    expect(Math.abs((begin?.x ?? 0) - x)).toBeLessThan(25)
    expect(Math.abs((begin?.y ?? 0) - y)).toBeLessThan(25)
    const centre = { x: Left + Width / 2, y: Top + Height / 2 }
    const middle = { x: Pos.reduce((sum, one) => sum + one.x, 0) / 4, y: Pos.reduce((sum, one) => sum + one.y, 0) / 4 }
    expect(Math.hypot(centre.x - middle.x, centre.y - middle.y)).toBeLessThan(3)
  })

  it('are read as well as upright ones', async () => {
    const begun = performance.now()
    const left = turns.flatMap((degrees, at) => pictures.map((picture, nth) => ({ degrees, picture, first: nth % turns.length === at })))
    left.sort((a, b) => Number(b.first) - Number(a.first))
    const all = left.length
    const tally = new Map<number, { errors: number; characters: number; pictures: number; ms: number }>()
    for (let next = left.shift(); next; next = left.shift()) {
      const file = await turned(next.picture, next.degrees)
      const start = performance.now()
      const lines = await read(file)
      const ms = performance.now() - start
      const wanted = next.picture.lines.map(({ text }) => text).join('')
      const { errors, characters } = characterErrors(wanted, lines.map(({ Text }) => Text).join(''))
      const sum = tally.get(next.degrees) ?? { errors: 0, characters: 0, pictures: 0, ms: 0 }
      tally.set(next.degrees, {
        errors: sum.errors + errors,
        characters: sum.characters + characters,
        pictures: sum.pictures + 1,
        ms: sum.ms + ms,
      })
      if (performance.now() - begun > BUDGET_MS) break
    }
    if (left.length > 0) console.log(`NOT RUN: the accuracy of ${left.length} of ${all} turned pictures: too slow a machine`)
    for (const [degrees, { errors, characters, pictures: count, ms }] of tally) {
      const percent = ((100 * errors) / characters).toFixed(2).padStart(5)
      console.log(`CER turned by ${degrees} ${percent} %  (${errors} of ${characters} characters, ${Math.round(ms / count)} ms a picture)`)
      expect(errors / characters, String(degrees)).toBeLessThan(0.02)
    }
  })
})
