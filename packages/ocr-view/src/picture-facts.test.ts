import { describe, expect, it } from 'vitest'
import { pictureFacts } from './picture-facts.ts'

describe('pictureFacts', () => {
  const bytes = (...parts: (string | number[])[]): Uint8Array =>
    Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...part].map((character) => character.charCodeAt(0)) : part)))

  it('reads GIF, BMP and the three kinds of WebP', () => {
    expect(pictureFacts(bytes('GIF89a', [0x2c, 0x01, 0x0a, 0x00]))).toEqual({ type: 'image/gif', width: 300, height: 10 })
    const bmp = bytes('BM', Array(16).fill(0), [0x2c, 0x01, 0, 0], [0xf6, 0xff, 0xff, 0xff])
    expect(pictureFacts(bmp)).toEqual({ type: 'image/bmp', width: 300, height: 10 })
    const riff = (kind: string, rest: number[]) => pictureFacts(bytes('RIFF', [0, 0, 0, 0], 'WEBP', kind, rest))
    expect(riff('VP8 ', [...Array(10).fill(0), 0x2c, 0x01, 0x0a, 0x00])).toEqual({ type: 'image/webp', width: 300, height: 10 })
    const packed = (300 - 1) | ((10 - 1) << 14)
    expect(riff('VP8L', [0, 0, 0, 0, 0x2f, packed & 255, (packed >> 8) & 255, (packed >> 16) & 255, packed >>> 24])).toEqual({
      type: 'image/webp',
      width: 300,
      height: 10,
    })
    expect(riff('VP8X', [...Array(8).fill(0), 0x2b, 0x01, 0, 0x09, 0, 0])).toEqual({ type: 'image/webp', width: 300, height: 10 })
  })

  it('reads JPEG, and swaps the sides of one that lies on its side', () => {
    const frame = [0xff, 0xc2, 0, 17, 8, 0, 10, 0x01, 0x2c, 3]
    expect(pictureFacts(bytes([0xff, 0xd8], frame))).toEqual({ type: 'image/jpeg', width: 300, height: 10 })
    const exif = bytes('Exif', [0, 0], 'II', [42, 0, 8, 0, 0, 0], [1, 0], [0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0])
    const turned = bytes([0xff, 0xd8, 0xff, 0xe1, 0, exif.length + 2], [...exif], frame)
    expect(pictureFacts(turned)).toEqual({ type: 'image/jpeg', width: 10, height: 300, orientation: 6 })
  })

  describe('reads what ocr reads, too', () => {
    const frame = [0xff, 0xc2, 0, 17, 8, 0, 10, 0x01, 0x2c, 3]
    const plain = { type: 'image/jpeg', width: 300, height: 10 }
    const withExif = (...tiff: (string | number[])[]) => {
      const exif = [...bytes('Exif', [0, 0], ...tiff)]
      return pictureFacts(bytes([0xff, 0xd8, 0xff, 0xe1, 0, exif.length + 2], exif, frame))
    }
    const entry = (value: number) => [0x12, 0x01, 3, 0, 1, 0, 0, 0, value, 0, 0, 0]

    it('a JPEG with fill bytes before its markers', () => {
      expect(pictureFacts(bytes([0xff, 0xd8, 0xff, 0xff], frame))).toEqual(plain)
      expect(pictureFacts(bytes([0xff, 0xd8, 0xff, 0xff, 0xff, 0xff, 0xfe, 0, 3, 1, 0xff], frame))).toEqual(plain)
    })

    it.each<[string, (string | number[])[]]>([
      ['points outside', ['II', [42, 0, 0xff, 0xff, 0xff, 0x7f]]],
      ['lacks entries that it counts', ['II', [42, 0, 8, 0, 0, 0], [0xff, 0xff]]],
      ['ends in its head', ['II']],
      ['has orientation 9', ['II', [42, 0, 8, 0, 0, 0], [1, 0], entry(9)]],
      ['has orientation 0', ['II', [42, 0, 8, 0, 0, 0], [1, 0], entry(0)]],
    ])('a JPEG whose EXIF %s: it stands upright', (_, tiff) => {
      expect(withExif(...tiff)).toEqual(plain)
    })

    it('a JPEG whose last EXIF says nothing keeps what the first said', () => {
      const exif = [...bytes('Exif', [0, 0], 'II', [42, 0, 8, 0, 0, 0], [1, 0], entry(6))]
      const other = [...bytes('http://ns.adobe.com/xap/1.0/')]
      const both = bytes([0xff, 0xd8, 0xff, 0xe1, 0, exif.length + 2], exif, [0xff, 0xe1, 0, other.length + 2], other, frame)
      expect(pictureFacts(both)).toEqual({ type: 'image/jpeg', width: 10, height: 300, orientation: 6 })
    })

    it('a BMP of the oldest kind, whose numbers have two bytes', () => {
      const bmp = bytes('BM', Array(12).fill(0), [12, 0, 0, 0], [100, 0, 50, 0, 1, 0, 24, 0])
      expect(pictureFacts(bmp)).toEqual({ type: 'image/bmp', width: 100, height: 50 })
    })
  })

  it('gives nothing for what is cut off or something else', () => {
    for (const some of [bytes(), bytes([0xff, 0xd8]), bytes('GIF8'), bytes('hello, this is text and no picture')])
      expect(pictureFacts(some)).toBeUndefined()
  })
})
