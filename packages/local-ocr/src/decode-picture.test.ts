import { encode } from 'bmp-ts'
import sharp, { type Sharp } from 'sharp'
import { describe, expect, it } from 'vitest'
import { decodePicture, type Picture, type PictureLimits } from './decode-picture.ts'

const limits: PictureLimits = {
  formats: ['JPEG', 'PNG', 'BMP', 'GIF', 'WEBP'],
  maxBytes: 100_000,
  minSideExclusive: 15,
  maxSideExclusive: 4096,
}

/** 40 x 20 pixels, the left half red, the right half blue. */
function redAndBlue(): Sharp {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><path fill="#f00" d="M0 0h20v20H0z"/><path fill="#00f" d="M20 0h20v20H20z"/></svg>'
  return sharp(Buffer.from(svg)).removeAlpha()
}

async function bmp(): Promise<Uint8Array> {
  const { data } = await redAndBlue().ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  const abgr = Buffer.alloc(data.length)
  for (let at = 0; at < data.length; at += 4) abgr.set([255, data[at + 2] ?? 0, data[at + 1] ?? 0, data[at] ?? 0], at)
  return encode({ width: 40, height: 20, data: abgr, bitPP: 24 }).data
}

function pixel({ width, data }: Picture, x: number, y: number): number[] {
  const at = (y * width + x) * 4
  return [...data.subarray(at, at + 4)]
}

const colour = ([red = 0, , blue = 0]: number[]): string => (red > blue ? 'red' : 'blue')

describe('decodePicture', () => {
  it.each([
    ['PNG', () => redAndBlue().png().toBuffer()],
    ['JPEG', () => redAndBlue().jpeg().toBuffer()],
    ['GIF', () => redAndBlue().gif().toBuffer()],
    ['WEBP', () => redAndBlue().webp().toBuffer()],
    ['BMP', bmp],
    ['16-bit PNG', () => redAndBlue().toColourspace('rgb16').png().toBuffer()],
    ['CMYK JPEG', () => redAndBlue().toColourspace('cmyk').jpeg().toBuffer()],
  ])('unpacks %s into RGB with an alpha of 255', async (_, file) => {
    const picture = await decodePicture(await file(), limits)
    expect([picture.width, picture.height, picture.data.length]).toEqual([40, 20, 40 * 20 * 4])
    expect([colour(pixel(picture, 5, 10)), colour(pixel(picture, 35, 10))]).toEqual(['red', 'blue'])
    expect(pixel(picture, 5, 10)[3]).toBe(255)
  })

  it('unpacks a picture of greys into three channels', async () => {
    const file = await sharp({ create: { width: 20, height: 20, channels: 3, background: '#808080' } })
      .greyscale()
      .png()
      .toBuffer()
    expect(pixel(await decodePicture(file, limits), 3, 3)).toEqual([128, 128, 128, 255])
  })

  it('shows transparent parts white', async () => {
    const file = await sharp({ create: { width: 20, height: 20, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
      .png()
      .toBuffer()
    expect(pixel(await decodePicture(file, limits), 3, 3)).toEqual([255, 255, 255, 255])
  })

  it('does the turn that EXIF asks for', async () => {
    const file = await redAndBlue().withMetadata({ orientation: 6 }).jpeg().toBuffer()
    const picture = await decodePicture(file, limits)
    expect([picture.width, picture.height]).toEqual([20, 40])
    expect([colour(pixel(picture, 10, 5)), colour(pixel(picture, 10, 35))]).toEqual(['red', 'blue'])
  })

  it('takes the first frame of an animation', async () => {
    const frames = await Promise.all(
      ['#ff0000', '#0000ff'].map((background) =>
        sharp({ create: { width: 20, height: 20, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    )
    const file = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer()
    const picture = await decodePicture(file, limits)
    expect([picture.height, colour(pixel(picture, 3, 3))]).toEqual([20, 'red'])
  })

  it.each([
    ['no bytes', new Uint8Array(0)],
    ['text', new TextEncoder().encode('This is not a picture, only its name ends in .png')],
    ['a PNG signature and nothing else', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
    ['a BMP signature and nothing else', Uint8Array.from([0x42, 0x4d])],
  ])('refuses %s with InvalidFile.Decode', async (_, file) => {
    await expect(decodePicture(file, limits)).rejects.toMatchObject({ name: 'OcrEngineError', code: 'InvalidFile.Decode', statusCode: 400 })
  })

  it.each([
    ['JPEG', () => redAndBlue().resize(400, 400).jpeg().toBuffer()],
    ['PNG', () => redAndBlue().resize(400, 400).png({ compressionLevel: 0 }).toBuffer()],
    ['BMP', bmp],
  ])('refuses half a %s with InvalidFile.Decode', async (_, file) => {
    const whole = await file()
    await expect(decodePicture(whole.subarray(0, whole.length / 2), { ...limits, maxBytes: 1e7 })).rejects.toMatchObject({
      code: 'InvalidFile.Decode',
    })
  })

  it('takes a file of exactly the largest size and refuses one more byte with InvalidFile.Size', async () => {
    const file = await redAndBlue().png().toBuffer()
    await expect(decodePicture(file, { ...limits, maxBytes: file.length })).resolves.toBeDefined()
    await expect(decodePicture(file, { ...limits, maxBytes: file.length - 1 })).rejects.toMatchObject({ code: 'InvalidFile.Size' })
  })

  it('refuses a format that the operation does not take with InvalidFile.Type, naming both', async () => {
    const file = await redAndBlue().webp().toBuffer()
    const decoded = decodePicture(file, { ...limits, formats: ['JPEG', 'PNG'] })
    await expect(decoded).rejects.toMatchObject({ code: 'InvalidFile.Type', message: 'The file is WEBP; this operation takes JPEG, PNG.' })
    await expect(decodePicture(await redAndBlue().tiff().toBuffer(), limits)).rejects.toMatchObject({ code: 'InvalidFile.Type' })
  })

  it.each([
    [15, 100, 'refused'],
    [100, 15, 'refused'],
    [16, 16, 'taken'],
    [4095, 16, 'taken'],
    [4096, 16, 'refused'],
    [16, 4096, 'refused'],
  ])('has a picture of %i x %i pixels %s', async (width, height, outcome) => {
    const file = await sharp({ create: { width, height, channels: 3, background: '#fff' } })
      .png()
      .toBuffer()
    const decoded = decodePicture(file, limits)
    if (outcome === 'taken') await expect(decoded).resolves.toMatchObject({ width, height })
    else
      await expect(decoded).rejects.toMatchObject({
        code: 'InvalidFile.Resolution',
        message: expect.stringContaining(`${width} x ${height}`),
      })
  })

  it('refuses a small file that claims a huge size before it unpacks anything', async () => {
    const file = Buffer.from(await bmp())
    file.writeInt32LE(2_000_000_000, 18)
    await expect(decodePicture(file, limits)).rejects.toMatchObject({ code: 'InvalidFile.Resolution' })
  })
})
