import { readFileSync } from 'node:fs'
import { readResponse, readTables, renderAlto, renderHocr, renderOverlay, renderSvg } from '@x/ocr-view'
import { renderPdf } from '@x/ocr-view/pdf'
import { describe, expect, it } from 'vitest'
import { receipt } from './samples.ts'

const buffer = new Uint8Array(readFileSync(new URL('__fixtures__/receipt.png', import.meta.url))).buffer
const image = { bytes: new Uint8Array(buffer) }
const refusal = (field: string) => expect.objectContaining({ code: 'ERR_INVALID_OPTION', field, hint: expect.stringMatching(/\S/) })

describe('the bytes of a picture', () => {
  it('may come as an ArrayBuffer, as `fetch` and Blob give them', async () => {
    expect(renderOverlay({ image: { bytes: buffer }, response: receipt })).toBe(renderOverlay({ image, response: receipt }))
    expect(renderHocr({ pages: { image: { bytes: buffer }, response: receipt } })).toContain('bbox 0 0 900 600')
    const pdf = await renderPdf({ pages: { image: { bytes: buffer }, response: receipt } })
    expect(pdf).toEqual(await renderPdf({ pages: { image, response: receipt } }))
  })

  it.each([[{ bytes: 'text' }], [{ bytes: null }], [{ bytes: [1, 2] }], [null], [undefined], ['a.png']])(
    'are refused by name when they are %j',
    async (wrong) => {
      const options = { image: wrong as never, response: {} }
      expect(() => renderOverlay(options)).toThrow(refusal('image'))
      expect(() => renderSvg(options)).toThrow(refusal('image'))
      expect(() => renderAlto({ pages: options })).toThrow(refusal('image'))
      await expect(renderPdf({ pages: options })).rejects.toEqual(refusal('image'))
    },
  )
})

describe('a response that is none', () => {
  it.each([null, undefined, 'text', 5])('%j is refused by name', (wrong) => {
    const response = wrong as never
    expect(() => renderOverlay({ image, response })).toThrow(refusal('response'))
    expect(() => readResponse(response)).toThrow(refusal('response'))
    expect(() => readResponse([receipt, response])).toThrow(refusal('response'))
    expect(() => readTables(response)).toThrow(refusal('response'))
    expect(() => renderHocr({ pages: { image, response } })).toThrow(refusal('response'))
  })
})

describe('a title, language or name that is no text', () => {
  it('is refused by name', async () => {
    const wrong = 5 as never
    const pages = { image, response: receipt }
    expect(() => renderOverlay({ ...pages, title: wrong })).toThrow(refusal('title'))
    expect(() => renderHocr({ pages, title: wrong })).toThrow(refusal('title'))
    expect(() => renderHocr({ pages, language: wrong })).toThrow(refusal('language'))
    expect(() => renderAlto({ pages, fileName: wrong })).toThrow(refusal('fileName'))
    await expect(renderPdf({ pages, title: wrong })).rejects.toEqual(refusal('title'))
    await expect(renderPdf({ pages, language: wrong })).rejects.toEqual(refusal('language'))
  })
})
