/** File formats that some operation takes. */
export type PictureFormat = 'JPEG' | 'PNG' | 'BMP' | 'GIF' | 'WEBP'

/** The first bytes of formats, `.` for any byte. Those beyond `PictureFormat` are known only to say what was sent. */
const SIGNATURES: readonly (readonly [format: string, start: string])[] = [
  ['JPEG', '\xff\xd8\xff'],
  ['PNG', '\x89PNG\r\n\x1a\n'],
  ['GIF', 'GIF8'],
  ['WEBP', 'RIFF....WEBP'],
  ['AVI', 'RIFF....AVI '],
  ['BMP', 'BM'],
  ['TIFF', 'II*\0'],
  ['TIFF', 'MM\0*'],
  ['HEIF or AVIF', '....ftyphei'],
  ['HEIF or AVIF', '....ftypavi'],
  ['HEIF or AVIF', '....ftypmif'],
  ['MP4', '....ftyp'],
  ['PDF', '%PDF-'],
  ['SVG or XML', '<svg'],
  ['SVG or XML', '<?xml'],
]

/** Tells the format of a file by its first bytes; undefined when they are of no known format. */
export function pictureFormat(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 16))
  const fits = (start: string): boolean => head.length >= start.length && [...start].every((char, at) => char === '.' || char === head[at])
  return SIGNATURES.find(([, start]) => fits(start))?.[0]
}
