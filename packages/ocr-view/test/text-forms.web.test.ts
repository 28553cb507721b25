import { renderAlto, renderHocr } from '@x/ocr-view'
import { renderPdf } from '@x/ocr-view/pdf'
import { describe, expect, it } from 'vitest'
import { glyphlessFont } from '../src/glyphless-font.ts'
import { picture } from './open-page.ts'
import { hostile, hostileTexts, receipt, turnedReceipt } from './samples.ts'

const parse = (xml: string) => {
  const parsed = new DOMParser().parseFromString(xml, 'application/xml')
  expect(parsed.querySelector('parsererror')).toBeNull()
  return parsed
}
const pages = async () => [
  { image: { bytes: await picture('receipt.png') }, response: receipt },
  { image: { bytes: await picture('receipt-turned.png') }, response: turnedReceipt },
  { image: { bytes: await picture('receipt.png') }, response: hostile },
  { image: { bytes: await picture('table.png') }, response: {} },
]

const NUMBER = /^-?\d+(\.\d+)?$/
const ID = /^[A-Za-z_][\w.-]*$/
const PLACE = { HPOS: NUMBER, VPOS: NUMBER, WIDTH: NUMBER, HEIGHT: NUMBER }
/** The part of ALTO 4.4 that is written: what each element may hold, in order, and its attributes; those with `!` must be there. */
const ALTO: Record<string, { children: RegExp; attributes: Record<string, RegExp> }> = {
  alto: { children: /^Description Layout $/, attributes: { SCHEMAVERSION: /^4\.4$/, 'xsi:schemaLocation': /^\S+ \S+$/ } },
  Description: { children: /^MeasurementUnit (sourceImageInformation )?(Processing )*$/, attributes: {} },
  MeasurementUnit: { children: /^$/, attributes: {} },
  sourceImageInformation: { children: /^(fileName )?$/, attributes: {} },
  fileName: { children: /^$/, attributes: {} },
  Processing: { children: /^(processingCategory )?(processingSoftware )?$/, attributes: { 'ID!': ID } },
  processingCategory: { children: /^$/, attributes: {} },
  processingSoftware: { children: /^(softwareCreator )?(softwareName )?(softwareVersion )?$/, attributes: {} },
  softwareCreator: { children: /^$/, attributes: {} },
  softwareName: { children: /^$/, attributes: {} },
  softwareVersion: { children: /^$/, attributes: {} },
  Layout: { children: /^(Page )+$/, attributes: {} },
  Page: {
    children: /^(PrintSpace )?$/,
    attributes: {
      'ID!': ID,
      'PHYSICAL_IMG_NR!': NUMBER,
      WIDTH: NUMBER,
      HEIGHT: NUMBER,
      PROCESSINGREFS: ID,
      LANG: /^[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*$/,
    },
  },
  PrintSpace: { children: /^(TextBlock )*$/, attributes: PLACE },
  TextBlock: { children: /^(TextLine )+$/, attributes: { 'ID!': ID, ...PLACE, ROTATION: NUMBER } },
  TextLine: { children: /^(Shape )?(String (SP )?)+$/, attributes: { ID, ...PLACE } },
  Shape: { children: /^Polygon $/, attributes: {} },
  Polygon: { children: /^$/, attributes: { 'POINTS!': /^(-?[\d.]+,-?[\d.]+ ?)+$/ } },
  String: { children: /^$/, attributes: { ID, ...PLACE, 'CONTENT!': /^\S+$/, WC: /^(0(\.\d+)?|1)$/ } },
  SP: { children: /^$/, attributes: {} },
}

describe('renderAlto', () => {
  it('writes what the schema allows, and nothing else', async () => {
    const alto = parse(renderAlto({ pages: await pages(), fileName: `a & "b" <c>.png`, language: 'zh-CN' }))
    expect(alto.documentElement.namespaceURI).toBe('http://www.loc.gov/standards/alto/ns-v4#')
    const elements = [...alto.querySelectorAll('*')]
    for (const element of elements) {
      const rule = ALTO[element.nodeName]
      expect(rule, element.nodeName).toBeDefined()
      if (!rule) continue
      expect([...element.children].map((child) => `${child.nodeName} `).join('')).toMatch(rule.children)
      const names = Object.keys(rule.attributes).map((name) => name.replace('!', ''))
      for (const attribute of element.attributes) {
        if (attribute.name.startsWith('xmlns')) continue
        expect(names).toContain(attribute.name)
        expect(attribute.value).toMatch(rule.attributes[attribute.name] ?? rule.attributes[`${attribute.name}!`] ?? /$^/)
      }
      for (const name of Object.keys(rule.attributes)) if (name.endsWith('!')) expect(element.hasAttribute(name.slice(0, -1))).toBe(true)
    }
    const ids = elements.flatMap((element) => element.getAttribute('ID') ?? [])
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('tells words, confidence and the turn of lines, counterclockwise', async () => {
    const alto = parse(renderAlto({ pages: await pages() }))
    const [upright, turned] = alto.querySelectorAll('Page')
    const line = [...(upright as Element).querySelectorAll('TextLine')][1]
    expect([...(line as Element).querySelectorAll('String')].map((word) => word.getAttribute('CONTENT'))).toEqual([
      'West',
      'Lake',
      'Tea',
      'House',
    ])
    expect(line?.querySelector('String')?.getAttribute('WC')).toBe('0.91')
    expect(upright?.querySelector('[ROTATION]')).toBeNull()
    for (const block of (turned as Element).querySelectorAll('TextBlock')) expect(block.getAttribute('ROTATION')).toBe('270')
  })

  it('refuses a language that the schema would', async () => {
    const render = async () => renderAlto({ pages: await pages(), language: 'zh_CN"' })
    await expect(render()).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'language' })
  })
})

describe('renderHocr', () => {
  it('is XHTML in which every property follows the grammar of hOCR', async () => {
    const hocr = parse(renderHocr({ pages: await pages(), language: 'zh-CN', title: '<&>' }))
    const capabilities = hocr.querySelector('meta[name=ocr-capabilities]')?.getAttribute('content')?.split(' ')
    expect(hocr.querySelector('meta[name=ocr-system]')).not.toBeNull()
    const property = /^(bbox( \d+){4}|ppageno \d+|poly( -?\d+){6,}|textangle \d+(\.\d+)?|x_wconf (\d{1,2}|100))$/
    for (const element of hocr.querySelectorAll('[class]')) {
      expect(capabilities).toContain(element.className)
      const properties = (element.getAttribute('title') ?? '').split('; ')
      for (const one of properties) expect(one).toMatch(property)
      const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = (properties[0] ?? '').split(' ').slice(1).map(Number)
      expect(x1 <= x2 && y1 <= y2).toBe(true)
    }
    for (const word of hocr.querySelectorAll('.ocrx_word')) expect(word.closest('.ocr_line')?.closest('.ocr_page')).not.toBeNull()
    const ids = [...hocr.querySelectorAll('[id]')].map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(hocr.querySelectorAll('.ocr_page')).toHaveLength(4)
  })

  it('holds the text, and no more elements for hostile text than for any other', async () => {
    const hocr = parse(renderHocr({ pages: await pages() }))
    const found = [...hocr.querySelectorAll('.ocr_page')].map((page) =>
      [...page.querySelectorAll('.ocr_line')].map((line) => line.textContent),
    )
    expect(found[0]).toEqual(receipt.data.results.map(({ text }) => text))
    expect(found[1]).toEqual(found[0])
    expect(found[2]?.slice(0, 4)).toEqual(hostileTexts.slice(0, 4))
    expect(new Set([...hocr.querySelectorAll('body *')].map(({ localName }) => localName))).toEqual(new Set(['div', 'span', 'br']))
    const turned = [...hocr.querySelectorAll('#page_2 .ocr_line')].map((line) => line.getAttribute('title'))
    for (const title of turned) expect(title).toContain('textangle 270')
  })
})

describe('renderPdf in a browser', () => {
  it('takes other kinds of pictures by way of the canvas', async () => {
    const canvas = new OffscreenCanvas(40, 20)
    canvas.getContext('2d')?.fillRect(0, 0, 20, 20)
    const webp = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/webp' })).arrayBuffer())
    const pdf = await renderPdf({ pages: { image: { bytes: webp }, response: {} } })
    expect(new TextDecoder('latin1').decode(pdf.subarray(0, 5))).toBe('%PDF-')
  })

  it('embeds a font that the browser itself accepts', async () => {
    const font = await new FontFace('glyphless', glyphlessFont()).load()
    expect(font.status).toBe('loaded')
    expect(glyphlessFont().length).toBeLessThan(700)
  })
})
