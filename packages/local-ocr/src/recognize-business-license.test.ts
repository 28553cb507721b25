import sharp from 'sharp'
import { expect, it } from 'vitest'
import { decodePicture } from './decode-picture.ts'
import type { Eyes } from './eyes.ts'
import { cornersOf } from './fields/rectangle.ts'
import { findRedAreas } from './find-red-areas.ts'
import { LIMITS } from './picture-limits.ts'
import type { Reading, Turn } from './reading.ts'
import { recognizeBusinessLicense } from './recognize-business-license.ts'

const line = (text: string, left: number, top: number, width: number, height: number) => ({
  text,
  probability: 1,
  corners: cornersOf({ left, top, right: left + width, bottom: top + height }),
})
const page = { width: 600, height: 400, lines: [line('营业执照', 200, 110, 200, 40), line('名称 茶馆', 50, 200, 120, 20)] }
const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400"><rect width="600" height="400" fill="#fffdf5"/>
  <circle cx="300" cy="60" r="36" fill="#c8281e"/><circle cx="480" cy="310" r="60" fill="none" stroke="#d33" stroke-width="5"/>
  <rect x="50" y="240" width="240" height="20" fill="#d33"/></svg>`

async function file(degrees: number): Promise<Uint8Array> {
  return sharp(await sharp(Buffer.from(drawing)).png().toBuffer())
    .rotate(degrees)
    .png()
    .toBuffer()
}

async function recognize(turn: Turn, lines: Reading['lines'] = page.lines) {
  const eyes = { readText: async () => ({ ...page, lines, turn }), readCodes: async () => [] } as unknown as Eyes
  return recognizeBusinessLicense({ parameters: { ImageURL: 'a' }, fetchFile: () => file(turn) }, eyes)
}

/** Left, top, width and height, each near the wanted one. */
function expectNear(box: unknown, wanted: readonly number[]): void {
  const { Left = 0, Top = 0, Width = 0, Height = 0 } = box as Record<string, number>
  for (const [at, value] of [Left, Top, Width, Height].entries()) expect(Math.abs(value - (wanted[at] ?? 0))).toBeLessThanOrEqual(12)
}

it('finds emblem, title and stamp, and no red bar', async () => {
  const { Title, Emblem, Stamp, Name, Angle, ...others } = await recognize(0)
  expect([Name, Angle, 'QRCode' in others]).toEqual(['茶馆', 0, false])
  expectNear(Title, [200, 110, 200, 40])
  expectNear(Emblem, [264, 24, 72, 72])
  expectNear(Stamp, [418, 248, 124, 124])
})

it('finds them in the picture that was given when it was turned', async () => {
  const { Title, Emblem, Stamp, Angle } = await recognize(90)
  expect(Angle).toBe(90)
  expectNear(Title, [250, 200, 40, 200])
  expectNear(Emblem, [304, 264, 72, 72])
  expectNear(Stamp, [28, 418, 124, 124])
})

it('knows no emblem without a title', async () => {
  expect(await recognize(0, page.lines.slice(1))).not.toHaveProperty('Emblem')
})

it('finds no red area in black and white', async () => {
  const grey = await sharp(await file(0))
    .greyscale()
    .png()
    .toBuffer()
  expect(findRedAreas(await decodePicture(grey, LIMITS.anySize))).toEqual([])
})
