import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { PAGE_SCRIPT, PAGE_SCRIPT_HASH } from './page-script.ts'
import { type OverlayLine, renderOverlay } from './render-overlay.ts'

const image = { href: 'picture.png', width: 200, height: 100 }
const page = (...results: OverlayLine[]): string => renderOverlay({ image, response: { data: { results } } })
const box = { left: 10, top: 20, width: 40, height: 10 }

describe('renderOverlay', () => {
  it('draws a box for each line, and lists the lines with their confidence', () => {
    const html = page({ text: 'first', probability: 0.991, textRectangles: box }, { text: 'second', textRectangles: { ...box, top: 50 } })
    expect(html).toContain('points="10,20 50,20 50,30 10,30"')
    expect(html).toContain('<span>first</span> <small>99 %</small>')
    expect(html).toContain('<li id="l1" class="unknown"><span>second</span> <small></small></li>')
    expect(html).toContain('2 lines')
  })

  it('turns a box about its middle by its angle, clockwise', () => {
    expect(page({ text: 'x', textRectangles: { ...box, angle: 90 } })).toContain('points="35,5 35,45 25,45 25,5"')
  })

  it('takes the corners of the service where there are any', () => {
    const pos = [
      { x: 1, y: 2 },
      { x: 3, y: 4 },
      { x: 5, y: 6 },
      { x: 7, y: 8 },
    ]
    expect(page({ text: 'x', textRectangles: { ...box, angle: 45, pos } })).toContain('points="1,2 3,4 5,6 7,8"')
  })

  it('colours by confidence, also when it comes as text', () => {
    const html = page(...['0.99', 0.9, 0.2, null].map((probability) => ({ text: 'x', probability, textRectangles: box })))
    expect([...html.matchAll(/<g id="b\d" class="(\w+)"/g)].map(([, name]) => name)).toEqual(['high', 'middle', 'low', 'unknown'])
  })

  it('allows its own script by the hash that it has, and no other', () => {
    expect(PAGE_SCRIPT_HASH).toBe(`sha256-${createHash('sha256').update(PAGE_SCRIPT).digest('base64')}`)
    const html = page()
    expect(html).toContain(`<script>${PAGE_SCRIPT}</script>`)
    expect(html).toContain(`script-src '${PAGE_SCRIPT_HASH}'`)
  })

  it('loads nothing when the picture is in the page, and sends and rebases nothing ever', () => {
    const policyOf = (html: string) => /Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1]
    const bytes = new Uint8Array(2)
    const own = policyOf(renderOverlay({ image: { bytes, width: 5, height: 6 }, response: {} }))
    expect(own).toContain('img-src data:;')
    expect(policyOf(page())).toContain('img-src data: blob: http: https: file:;')
    for (const policy of [own, policyOf(page())]) expect(policy).toContain("form-action 'none'; base-uri 'none'")
  })

  it('never lets text or an address become markup', () => {
    const evil = `</title></svg><script>alert(1)</script>"'&`
    const html = renderOverlay({
      image: { ...image, href: `x" onerror="alert(1)` },
      response: { data: { results: [{ text: evil, textRectangles: box }] } },
      title: evil,
    })
    expect(html.split('<script').length).toBe(2)
    expect(html).not.toMatch(/"\s+onerror=/)
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;')
  })

  it('shows a picture without text, and leaves out lines without a place', () => {
    expect(page({ text: 'nowhere' })).toContain('0 lines')
    expect(renderOverlay({ image, response: {} })).toContain('0 lines')
    expect(page({ text: 'x', textRectangles: { left: Number.NaN } })).toContain('0 lines')
  })

  it('puts the bytes of a picture into the page, with the type and size they have', () => {
    const bytes = readFileSync(new URL('../test/__fixtures__/receipt.png', import.meta.url))
    const html = renderOverlay({ image: { bytes }, response: {} })
    expect(html).toContain('viewBox="0 0 900 600"')
    const [, encoded] = /href="data:image\/png;base64,([^"]+)"/.exec(html) ?? []
    expect(Buffer.from(encoded as string, 'base64').equals(bytes)).toBe(true)
  })

  it('says what to do about bytes that are no picture', () => {
    expect(() =>
      renderOverlay({ image: { bytes: new TextEncoder().encode('not a picture at all, but long enough') }, response: {} }),
    ).toThrow('Pass its width and height')
    expect(renderOverlay({ image: { bytes: new Uint8Array(2), width: 5, height: 6 }, response: {} })).toContain('viewBox="0 0 5 6"')
  })
})
