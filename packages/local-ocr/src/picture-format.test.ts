import { describe, expect, it } from 'vitest'
import { pictureFormat } from './picture-format.ts'

const start = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0))

describe('pictureFormat', () => {
  it.each([
    ['JPEG', '\xff\xd8\xff\xe0'],
    ['PNG', '\x89PNG\r\n\x1a\n\0'],
    ['GIF', 'GIF89a'],
    ['GIF', 'GIF87a'],
    ['WEBP', 'RIFF\x10\0\0\0WEBPVP8 '],
    ['BMP', 'BM\x36\0'],
    ['TIFF', 'II*\0'],
    ['HEIF or AVIF', '\0\0\0\x18ftypheic'],
    ['PDF', '%PDF-1.7'],
    ['SVG or XML', '<svg xmlns'],
  ])('knows %s by its first bytes', (format, text) => {
    expect(pictureFormat(start(text))).toBe(format)
  })

  it.each([
    ['nothing', ''],
    ['text', 'hello, world'],
    ['a sound in a RIFF file', 'RIFF\x10\0\0\0WAVEfmt '],
    ['a cut-off signature', '\x89PN'],
  ])('knows no format of %s', (_, text) => {
    expect(pictureFormat(start(text))).toBeUndefined()
  })
})
