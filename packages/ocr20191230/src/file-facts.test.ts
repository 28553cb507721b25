import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { readFileFacts } from './file-facts.ts'

const text = (...parts: string[]): Uint8Array => Uint8Array.from(parts.join(''), (character) => character.charCodeAt(0))
const blank = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#fff' } })

describe('readFileFacts', () => {
  it.each([
    ['JPEG', 'image/jpeg', text('\xff\xd8\xff\xe0')],
    ['PNG', 'image/png', text('\x89PNG\r\n\x1a\n')],
    ['GIF', 'image/gif', text('GIF89a')],
    ['BMP', 'image/bmp', text('BM....')],
    ['WEBP', 'image/webp', text('RIFF\x01\x02\n\x04WEBP')],
    ['PDF', 'application/pdf', text('%PDF-1.7')],
    ['MP4', 'video/mp4', text('\0\0\0\x18ftypisom')],
    ['MOV', 'video/quicktime', text('\0\0\0\x14ftypqt  ')],
    ['AVI', 'video/x-msvideo', text('RIFF\x01\x02\n\x04AVI ')],
    ['H264', 'video/h264', text('\0\0\0\x01\x67\x42')],
    ['H264', 'video/h264', text('\0\0\x01\x09\xf0')],
    ['TIFF', 'image/tiff', text('II*\0')],
    ['TIFF', 'image/tiff', text('MM\0*')],
    ['HEIC', 'image/heic', text('\0\0\0\x18ftypheic')],
    ['AVIF', 'image/avif', text('\0\0\0\x18ftypavif')],
    [undefined, 'application/octet-stream', text('hello')],
    [undefined, 'application/octet-stream', text('\0\0\0\x01\0')],
    [undefined, 'application/octet-stream', new Uint8Array()],
  ])('tells %s by the first bytes', (format, contentType, head) => {
    expect(readFileFacts(head)).toMatchObject({ format, contentType, width: undefined, height: undefined, orientation: 1 })
  })

  it.each(['jpeg', 'png', 'gif', 'webp'] as const)('reads the size of a real %s', async (kind) => {
    expect(readFileFacts(await blank(321, 45).toFormat(kind).toBuffer())).toMatchObject({ width: 321, height: 45 })
  })

  it('reads the size of lossless and extended WebP', async () => {
    expect(readFileFacts(await blank(321, 45).webp({ lossless: true }).toBuffer())).toMatchObject({ width: 321, height: 45 })
    const extended = await blank(321, 45).ensureAlpha(0.5).webp().toBuffer()
    expect(readFileFacts(extended)).toMatchObject({ format: 'WEBP', width: 321, height: 45 })
  })

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('reads the orientation %i of a JPEG with EXIF, and the size as stored', async (orientation) => {
    const jpeg = await blank(40, 30).jpeg().withMetadata({ orientation }).toBuffer()
    expect(readFileFacts(jpeg)).toMatchObject({ width: 40, height: 30, orientation })
  })

  it('reads a progressive JPEG behind large metadata', async () => {
    const jpeg = await blank(40, 30).jpeg({ progressive: true }).toBuffer()
    const note = new Uint8Array([0xff, 0xfe, 0xff, 0xff, ...new Uint8Array(0xfffd)])
    const padded = new Uint8Array([...jpeg.subarray(0, 2), ...note, ...note, ...jpeg.subarray(2)])
    expect(readFileFacts(padded)).toMatchObject({ width: 40, height: 30 })
    expect(readFileFacts(padded.subarray(0, 70_000))).toMatchObject({ format: 'JPEG', width: undefined })
  })

  it('reads BMP from top to bottom, and of the oldest kind', () => {
    const bmp = new DataView(new ArrayBuffer(54))
    bmp.setUint16(0, 0x424d)
    bmp.setUint32(14, 40, true)
    bmp.setInt32(18, 640, true)
    bmp.setInt32(22, -480, true)
    expect(readFileFacts(new Uint8Array(bmp.buffer))).toMatchObject({ width: 640, height: 480 })
    bmp.setUint32(14, 12, true)
    bmp.setUint16(18, 64, true)
    bmp.setUint16(20, 48, true)
    expect(readFileFacts(new Uint8Array(bmp.buffer))).toMatchObject({ width: 64, height: 48 })
  })

  it('never throws on a file that is cut off anywhere, or on noise', async () => {
    for (const kind of ['jpeg', 'png', 'gif', 'webp'] as const) {
      const whole = await blank(20, 20).withMetadata({ orientation: 6 }).toFormat(kind).toBuffer()
      for (let size = 0; size < whole.length; size++) readFileFacts(whole.subarray(0, size))
      for (let at = 2; at < whole.length; at += 3)
        readFileFacts(Uint8Array.from(whole, (byte, index) => (index === at ? byte ^ 0xff : byte)))
    }
  })
})
