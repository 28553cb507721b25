import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checkPixels } from './check-pixels.ts'
import { renderPdf } from './render-pdf.ts'

const png = new Uint8Array(readFileSync(new URL('../test/__fixtures__/receipt.png', import.meta.url)))

/** A PNG of few bytes that claims to be of another size. */
function claiming(width: number, height: number): Uint8Array {
  const bytes = png.slice(0, 91)
  const view = new DataView(bytes.buffer)
  view.setUint32(16, width)
  view.setUint32(20, height)
  return bytes
}

describe('renderPdf of a picture whose head claims more than there is', () => {
  it.each([
    [12_000, 12_000, 'has 12000 x 12000 pixels'],
    [60_000, 60_000, 'has 60000 x 60000 pixels'],
    [9000, 9000, 'has too few bytes for its 9000 x 9000 pixels'],
  ])('refuses %i x %i pixels before anything is decoded', async (width, height, message) => {
    const pages = { image: { bytes: claiming(width, height) }, response: {} }
    await expect(renderPdf({ pages })).rejects.toMatchObject({
      code: 'ERR_INPUT_LIMIT',
      field: 'image',
      message: expect.stringContaining(message),
    })
  })

  it('allows what deflate can hold, and not a byte more', () => {
    const bytes = new Uint8Array(100)
    bytes.set([8, 0], 24)
    // Each row is one byte longer than its pixels.
    expect(() => checkPixels(bytes, 'image/png', 1031, 100)).not.toThrow()
    expect(() => checkPixels(bytes, 'image/png', 1032, 100)).toThrow('too few bytes')
    expect(() => checkPixels(bytes, 'image/webp', 1032, 100)).not.toThrow()
  })
})
