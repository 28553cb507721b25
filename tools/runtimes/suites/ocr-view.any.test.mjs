import { readResponse, renderHocr, renderOverlay } from '@x/ocr-view'
import { describe, expect, it } from 'vitest'

const image = { href: 'https://example.com/a.png', width: 200, height: 100 }
const response = {
  requestId: 'r',
  data: { results: [{ text: 'a <b> & c', probability: 0.9, textRectangles: { top: 10, left: 20, width: 60, height: 20, angle: 0 } }] },
}

describe('on every runtime', () => {
  it('draws boxes, and lets no text of a picture become markup', () => {
    const page = renderOverlay({ image, response })
    expect(page).toContain('a &lt;b&gt; &amp; c')
    expect(page).not.toContain('a <b>')
  })

  it('reads a response and writes hOCR', () => {
    expect(readResponse(response).regions.map(({ text }) => text)).toEqual(['a <b> & c'])
    expect(renderHocr({ pages: [{ image, response }] })).toContain('ocr_line')
  })
})
