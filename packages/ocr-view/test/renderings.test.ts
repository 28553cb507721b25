import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { PDFDocument } from '@cantoo/pdf-lib'
import { PDFiumLibrary } from '@hyzyla/pdfium'
import { renderPdf } from '@x/ocr-view/pdf'
import { describe, expect, it } from 'vitest'
import { hostile, hostileTexts, receipt, tableText, turnedReceipt } from './samples.ts'
import { withOrientation } from './with-orientation.ts'

const picture = (name: string) => new Uint8Array(readFileSync(new URL(`__fixtures__/${name}`, import.meta.url)))
const lines = (response: typeof receipt) => response.data.results.map(({ text }) => text as string)

/** What Chromium's own PDF engine reads on each page. */
async function textOf(pdf: Uint8Array): Promise<string[]> {
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(pdf)
  const texts = [...document.pages()].map((page) => page.getText())
  document.destroy()
  library.destroy()
  return texts.map((text) => text.replace(/\s+/g, ' ').trim())
}

/** The colours of the four quarters of a page, as Chromium's PDF engine paints it. */
async function cornersOf(pdf: Uint8Array): Promise<string> {
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(pdf)
  const { data, width, height } = await document.getPage(0).render({ scale: 1, render: 'bitmap' })
  document.destroy()
  library.destroy()
  const colour = (right: number, down: number): string => {
    const at = 4 * (Math.floor(height * down) * width + Math.floor(width * right))
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3)
    return red > 128 && green > 128 ? 'W' : red > 128 ? 'R' : green > 128 ? 'G' : blue > 128 ? 'B' : '?'
  }
  return [0.25, 0.75].map((down) => colour(0.25, down) + colour(0.75, down)).join('/')
}

describe('renderPdf', () => {
  it('makes Chinese and Latin text searchable, upright and turned, page by page', async () => {
    const pages = [
      { image: { bytes: picture('receipt.png') }, response: receipt },
      { image: { bytes: picture('receipt-turned.png') }, response: turnedReceipt },
      { image: { bytes: picture('table.png') }, response: tableText },
    ]
    const texts = await textOf(await renderPdf({ pages }))
    expect(texts).toHaveLength(3)
    for (const [index, response] of [receipt, turnedReceipt, tableText].entries())
      for (const line of lines(response)) expect(texts[index]).toContain(line)
  })

  it('adds a small part to the picture, whatever the script', async () => {
    const image = { bytes: picture('receipt.png') }
    const bare = await renderPdf({ pages: { image, response: {} } })
    const full = await renderPdf({ pages: { image, response: receipt } })
    expect(full.length - bare.length).toBeLessThan(2500)
  })

  it('finds characters beyond the basic plane, and codes enough for a whole book', async () => {
    const text = Array.from({ length: 3000 }, (_, index) => String.fromCodePoint(0x4e00 + index)).join('')
    const response = {
      data: {
        results: [text, '𠮷野家 😀'].map((one, index) => ({
          text: one,
          textRectangles: { left: 0, top: index * 40, width: 800, height: 30 },
        })),
      },
    }
    const [found = ''] = await textOf(await renderPdf({ pages: { image: { bytes: picture('receipt.png') }, response } }))
    expect(found.replace(/\s/g, '')).toContain(text)
    expect(found).toContain('𠮷野家 😀')
  })

  it('sizes pages by the dots per inch, and says title and language', async () => {
    const pdf = await renderPdf({
      pages: { image: { bytes: picture('receipt.png') }, response: {} },
      dpi: 300,
      title: '收据',
      language: 'zh-CN',
    })
    const document = await PDFDocument.load(pdf, { updateMetadata: false })
    expect(document.getPage(0).getSize()).toEqual({ width: 216, height: 144 })
    expect(document.getTitle()).toBe('收据')
    expect(document.catalog.toString()).toContain('/Lang (zh-CN)')
  })

  it.each([
    [1, 'RG/BW'],
    [2, 'GR/WB'],
    [3, 'WB/GR'],
    [4, 'BW/RG'],
    [5, 'RB/GW'],
    [6, 'BR/WG'],
    [7, 'WG/BR'],
    [8, 'GW/RB'],
  ])('shows a JPEG of EXIF orientation %i as it is shown elsewhere', async (orientation, corners) => {
    const bytes = withOrientation(picture('quarters.jpg'), orientation)
    expect(await cornersOf(await renderPdf({ pages: { image: { bytes }, response: {} }, dpi: 72 }))).toBe(corners)
  })

  it('is the same file each time', async () => {
    const once = () => renderPdf({ pages: { image: { bytes: picture('table.png') }, response: tableText } })
    expect(Buffer.from(await once()).equals(await once())).toBe(true)
  })

  it('keeps hostile text inside the text', async () => {
    const pdf = await renderPdf({ pages: { image: { bytes: picture('receipt.png') }, response: hostile } })
    const [text = ''] = await textOf(pdf)
    expect(text).toContain(hostileTexts[0] as string)
    expect(text).toContain(') Tj ET Q (attacked')
    expect(inspect((await PDFDocument.load(pdf)).catalog.keys().map(String))).not.toMatch(/JavaScript|OpenAction/)
  })

  it.each([
    ['no page', { pages: [] }, 'pages'],
    ['a wrong dpi', { pages: { image: { bytes: picture('table.png') }, response: {} }, dpi: 0 }, 'dpi'],
    ['bytes that are no picture', { pages: { image: { bytes: new Uint8Array(64), width: 4, height: 4 }, response: {} } }, 'image'],
    ['a damaged picture', { pages: { image: { bytes: picture('table.png').subarray(0, 4000) }, response: {} } }, 'image'],
    [
      'a GIF outside of browsers',
      { pages: { image: { bytes: new TextEncoder().encode('GIF89a\u0001\u0000\u0001\u0000') }, response: {} } },
      'image',
    ],
  ])('refuses %s by name', async (_, options, field) => {
    await expect(renderPdf(options)).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field, hint: expect.stringMatching(/\S/) })
  })
})
