import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { pdfFile } from '../test/pictures/pdf-file.ts'
import { loadPdfRenderer } from './render-pdf.ts'

const limits = { maxBytes: 100_000, maxPages: 2 }
const renderer = loadPdfRenderer()
const render = async (file: Uint8Array, more = {}) => (await renderer)(file, { ...limits, ...more })

async function page(background: string, points: readonly [number, number] = [72, 36]) {
  const jpeg = await sharp({ create: { width: 20, height: 10, channels: 3, background } })
    .jpeg()
    .toBuffer()
  return { jpeg, pixels: [20, 10] as const, points }
}

describe('a PDF file', () => {
  it('is rendered page by page at 150 dots an inch, red as red', async () => {
    const [first, second] = await render(pdfFile([await page('#ff0000'), await page('#0000ff', [595.28, 841.89])]))
    expect([first?.width, first?.height, first?.data.length]).toEqual([150, 75, 150 * 75 * 4])
    const [red = 0, , blue = 0, alpha] = first?.data.subarray(4 * (40 * 150 + 70)) ?? []
    expect([red > 200, blue < 50, alpha]).toEqual([true, true, 255])
    expect([second?.width, second?.height]).toEqual([1240, 1754])
  })

  it('is rendered smaller when its pages are posters', async () => {
    const [poster] = await render(pdfFile([await page('#ffffff', [3000, 1000])]))
    expect([poster?.width, poster?.height]).toEqual([4095, 1365])
  })

  it('may be longer than what is taken, but not than the limit', async () => {
    const one = await page('#ffffff')
    expect(await render(pdfFile([one, one]), { take: 1 })).toHaveLength(1)
    await expect(render(pdfFile([one, one, one]))).rejects.toMatchObject({
      code: 'InvalidFile.Content',
      message: 'The PDF file has 3 pages; at most 2 are read.',
    })
  })

  it.each([
    ['InvalidFile.Type', 'a picture', async () => (await page('#fff')).jpeg],
    ['InvalidFile.Decode', 'a file of no known format', async () => Buffer.from('text')],
    ['InvalidFile.Decode', 'a damaged file', async () => Buffer.from('%PDF-1.4\nnothing of a document')],
    ['InvalidFile.Size', 'a large file', async () => Buffer.concat([Buffer.from('%PDF-1.4'), Buffer.alloc(100_000)])],
  ])('refuses with %s %s', async (code, _, file) => {
    await expect(render(await file())).rejects.toMatchObject({ name: 'OcrEngineError', code, statusCode: 400 })
  })
})
