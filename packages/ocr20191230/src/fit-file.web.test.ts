import { describe, expect, it } from 'vitest'
import { readFileFacts } from './file-facts.ts'
import { fit } from './fit-file.ts'
import { recognizeCharacter } from './operations/recognize-character.ts'

/** Red on the left, blue on the right. */
async function twoColours(width: number, height: number, type = 'image/jpeg'): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
  context.fillStyle = '#f00'
  context.fillRect(0, 0, width / 2, height)
  context.fillStyle = '#00f'
  context.fillRect(width / 2, 0, width / 2, height)
  return new Uint8Array(await (await canvas.convertToBlob({ type, quality: 1 })).arrayBuffer())
}

/** The JPEG with an EXIF segment that holds nothing but the orientation. */
function turned(jpeg: Uint8Array, orientation: number): Uint8Array<ArrayBuffer> {
  const exif = [
    0xff,
    0xe1,
    0,
    34,
    0x45,
    0x78,
    0x69,
    0x66,
    0,
    0,
    0x4d,
    0x4d,
    0,
    42,
    0,
    0,
    0,
    8,
    0,
    1,
    1,
    0x12,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    orientation,
    0,
    0,
    0,
    0,
    0,
    0,
  ]
  return new Uint8Array([...jpeg.subarray(0, 2), ...exif, ...jpeg.subarray(2)])
}

async function colourAt(picture: Uint8Array<ArrayBuffer>, x: number, y: number): Promise<string> {
  const bitmap = await createImageBitmap(new Blob([picture]))
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d') as OffscreenCanvasRenderingContext2D
  context.drawImage(bitmap, 0, 0)
  const [red = 0, , blue = 0] = context.getImageData(Math.floor(x * bitmap.width), Math.floor(y * bitmap.height), 1, 1).data
  return red > blue ? 'red' : 'blue'
}

describe('fit in a browser', () => {
  it('leaves a picture that fits as it is', async () => {
    const picture = await twoColours(100, 60)
    expect(await fit(picture, recognizeCharacter)).toEqual(picture)
  })

  it('scales down, turns upright and encodes anew on a canvas', async () => {
    const picture = await fit(await twoColours(8000, 200, 'image/webp'), recognizeCharacter)
    expect(readFileFacts(picture)).toMatchObject({ format: 'JPEG', width: 4095, height: 102 })
    expect([await colourAt(picture, 0.1, 0.5), await colourAt(picture, 0.9, 0.5)]).toEqual(['red', 'blue'])

    const upright = await fit(turned(await twoColours(80, 40), 6), recognizeCharacter)
    expect(readFileFacts(upright)).toMatchObject({ format: 'JPEG', width: 40, height: 80, orientation: 1 })
    expect([await colourAt(upright, 0.5, 0.1), await colourAt(upright, 0.5, 0.9)]).toEqual(['red', 'blue'])
  })

  it('refuses what the browser cannot decode', async () => {
    const broken = new TextEncoder().encode('II*\0 broken')
    await expect(fit(broken, recognizeCharacter)).rejects.toMatchObject({ code: 'ERR_INPUT_LIMIT' })
  })
})
