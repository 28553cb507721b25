import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { fakeCloud } from '../test/fake-cloud.ts'
import { parseForm } from '../test/strict-form.ts'
import { readFileFacts } from './file-facts.ts'
import { fit } from './fit-file.ts'
import { recognizeCharacter } from './operations/recognize-character.ts'
import { recognizePdf } from './operations/recognize-pdf.ts'
import { recognizeStamp } from './operations/recognize-stamp.ts'
import { recognizeTable } from './operations/recognize-table.ts'

/** Red on the left, blue on the right. */
async function twoColours(width: number, height: number) {
  const blue = await sharp({ create: { width: Math.floor(width / 2), height, channels: 3, background: '#00f' } })
    .png()
    .toBuffer()
  return sharp({ create: { width, height, channels: 3, background: '#f00' } }).composite([
    { input: blue, left: Math.ceil(width / 2), top: 0 },
  ])
}

async function colourAt(picture: Uint8Array, x: number, y: number): Promise<string> {
  const { data, info } = await sharp(picture).raw().toBuffer({ resolveWithObject: true })
  const at = (Math.floor(y * (info.height - 1)) * info.width + Math.floor(x * (info.width - 1))) * info.channels
  const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3)
  return red > 200 && blue < 60 ? 'red' : blue > 200 && red < 60 ? 'blue' : `${red} ${green} ${blue}`
}

const noise = (width: number, height: number): Uint8Array<ArrayBuffer> => {
  let seed = 1
  return Uint8Array.from({ length: width * height * 3 }, () => {
    seed ^= seed << 13
    seed ^= seed >>> 17
    seed ^= seed << 5
    return seed
  })
}

function bmpOf(width: number, height: number): Uint8Array {
  const row = Math.ceil((width * 3) / 4) * 4
  const bytes = new Uint8Array(54 + row * height)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, 0x424d)
  view.setUint32(10, 54, true)
  view.setUint32(14, 40, true)
  view.setInt32(18, width, true)
  view.setInt32(22, height, true)
  view.setUint16(26, 1, true)
  view.setUint16(28, 24, true)
  // Blue below (the first rows of the file), red above.
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) bytes.set(y < height / 2 ? [255, 0, 0] : [0, 0, 255], 54 + y * row + x * 3)
  return bytes
}

describe('fit', () => {
  it('leaves a picture that fits as it is, byte for byte', async () => {
    const picture = new Uint8Array(await (await twoColours(100, 60)).png().toBuffer())
    expect(await fit(picture, recognizeCharacter)).toEqual(picture)
  })

  it('scales a picture of too many pixels down to the limit, and keeps its proportions', async () => {
    const picture = await fit(new Uint8Array(await (await twoColours(8000, 200)).png().toBuffer()), recognizeCharacter)
    expect(readFileFacts(picture)).toMatchObject({ format: 'JPEG', width: 4095, height: 102 })
    expect([await colourAt(picture, 0.1, 0.5), await colourAt(picture, 0.9, 0.5)]).toEqual(['red', 'blue'])
  })

  it.each(['tiff', 'webp', 'avif'] as const)('encodes %s anew, which the operation does not take', async (kind) => {
    const picture = await fit(new Uint8Array(await (await twoColours(120, 60)).toFormat(kind).toBuffer()), recognizeCharacter)
    expect(readFileFacts(picture)).toMatchObject({ format: 'JPEG', width: 120, height: 60 })
    expect(await colourAt(picture, 0.9, 0.5)).toBe('blue')
  })

  it('encodes what has too many bytes with less quality, and scales it when that is not enough', async () => {
    const size = 2200
    const png = new Uint8Array(
      await sharp(noise(size, size), { raw: { width: size, height: size, channels: 3 } })
        .png()
        .toBuffer(),
    )
    expect(png.length).toBeGreaterThan(12_000_000)
    const picture = await fit(png, recognizeTable)
    expect(picture.length).toBeLessThanOrEqual(3145728)
    expect(readFileFacts(picture).format).toBe('JPEG')
    await sharp(picture).stats()
  })

  it.each([
    [3, 'blue', 'red'],
    [6, 'red', 'blue'],
    [8, 'blue', 'red'],
  ])('turns a picture of EXIF orientation %i upright', async (orientation, first, last) => {
    const stored = await (await twoColours(80, 40)).jpeg({ quality: 100 }).withMetadata({ orientation }).toBuffer()
    const picture = await fit(new Uint8Array(stored), recognizeCharacter)
    const upright = orientation > 4
    expect(readFileFacts(picture)).toMatchObject({ width: upright ? 40 : 80, height: upright ? 80 : 40, orientation: 1 })
    const at = (place: number): Promise<string> => (upright ? colourAt(picture, 0.5, place) : colourAt(picture, place, 0.5))
    expect([await at(0.1), await at(0.9)]).toEqual([first, last])
  })

  it('reads BMP, which sharp does not', async () => {
    const picture = await fit(bmpOf(1501, 1000), recognizeCharacter)
    expect(readFileFacts(picture)).toMatchObject({ format: 'JPEG', width: 1501, height: 1000 })
    expect([await colourAt(picture, 0.5, 0.1), await colourAt(picture, 0.5, 0.9)]).toEqual(['red', 'blue'])
  })

  it('puts what is transparent on white', async () => {
    const clear = await sharp({ create: { width: 50, height: 50, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
      .webp()
      .toBuffer()
    expect(await colourAt(await fit(new Uint8Array(clear), recognizeCharacter), 0.5, 0.5)).toBe('255 255 255')
  })

  it('refuses what cannot be made to fit, saying why', async () => {
    const text = new TextEncoder()
    const narrow = new Uint8Array(await (await twoColours(9000, 20)).png().toBuffer())
    await expect(fit(narrow, recognizeCharacter)).rejects.toMatchObject({
      code: 'ERR_INPUT_LIMIT',
      message: expect.stringContaining('no side under 16'),
    })
    await expect(fit(text.encode('%PDF-1.7'), recognizeCharacter)).rejects.toMatchObject({ code: 'ERR_INPUT_LIMIT' })
    await expect(fit(text.encode('%PDF-1.7'), recognizePdf)).resolves.toHaveLength(8)
    await expect(fit(text.encode('II*\0 broken'), recognizeCharacter)).rejects.toMatchObject({
      code: 'ERR_INPUT_LIMIT',
      hint: expect.stringContaining('whole'),
    })
  })

  it.each(['RecognizeCharacter', undefined, {}])('refuses %s, which is no operation, before it reads the file', async (operation) => {
    await expect(fit(new Uint8Array(3), operation as never)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'operation' })
  })

  it('leaves everything to a retired operation, whose limits are not known', async () => {
    expect(await fit(new Uint8Array([1, 2]), recognizeStamp)).toEqual(new Uint8Array([1, 2]))
  })

  it('fit: true of a call uploads what fits', async () => {
    const cloud = fakeCloud()
    const imageURL = new Uint8Array(await (await twoColours(5000, 100)).webp().toBuffer())
    const request = { imageURL, minHeight: 10, outputProbability: true }
    await expect(recognizeCharacter(cloud.client, request)).rejects.toMatchObject({
      code: 'ERR_INPUT_LIMIT',
      hint: expect.stringContaining('fit: true'),
    })
    expect(cloud.requests).toEqual([])
    await recognizeCharacter(cloud.client, request, { fit: true })
    const [post] = cloud.to('object')
    const file = parseForm(post?.headers['content-type'], post?.body ?? new Uint8Array()).at(-1)
    expect(file?.contentType).toBe('image/jpeg')
    expect(readFileFacts(file?.data ?? new Uint8Array())).toMatchObject({ format: 'JPEG', width: 4095 })
  })
})

describe('fit of a picture that is not whole', () => {
  const noisy = (side = 4200) =>
    sharp(noise(1200, 1200), { raw: { width: 1200, height: 1200, channels: 3 } })
      // Scaled or turned it must be, so that all of it is decoded.
      .resize(side, side, { kernel: 'nearest' })

  it.each(['jpeg', 'tiff', 'avif', 'png'] as const)(
    'refuses a cut %s as ERR_INPUT_LIMIT, not with the error of sharp',
    async (kind) => {
      const options = kind === 'avif' ? { effort: 0 } : {}
      const whole = new Uint8Array(
        await noisy(kind === 'avif' ? 400 : undefined)
          .toFormat(kind, options)
          .toBuffer(),
      )
      await expect(fit(whole.subarray(0, whole.length / 2), recognizeCharacter)).rejects.toMatchObject({
        code: 'ERR_INPUT_LIMIT',
        field: 'file',
        hint: expect.stringContaining('whole'),
      })
    },
    60_000,
  )

  it('R70 stops working once it is aborted, with the reason of the signal', async () => {
    const whole = new Uint8Array(await noisy().png().toBuffer())
    const reason = new Error('enough')
    const controller = new AbortController()
    setTimeout(() => controller.abort(reason), 1)
    await expect(fit(whole, recognizeCharacter, { signal: controller.signal })).rejects.toBe(reason)
  }, 60_000)

  it('R70 the deadline of a call holds while its picture is made to fit', async () => {
    const imageURL = new Uint8Array(await noisy().png().toBuffer())
    const cloud = fakeCloud()
    const call = recognizeCharacter(cloud.client, { imageURL, minHeight: 10, outputProbability: true }, { fit: true, deadline: 20 })
    await expect(call).rejects.toMatchObject({ code: 'ERR_TIMEOUT' })
    expect(cloud.requests).toEqual([])
  }, 60_000)
})
