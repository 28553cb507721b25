import { isFrame, jpegSegments } from './jpeg-segments.ts'

/** Formats that are told apart. The service takes only some of them; the others are known so that a refusal can name them. */
export type FileFormat = 'JPEG' | 'PNG' | 'GIF' | 'BMP' | 'WEBP' | 'PDF' | 'MP4' | 'AVI' | 'H264' | 'TIFF' | 'HEIC' | 'AVIF' | 'MOV'

/** What must be known of every file before it is sent. */
export interface FileFormatFacts {
  /** `undefined` when the bytes tell none. */
  readonly format: FileFormat | undefined
  /** The media type; `application/octet-stream` when there is no format. */
  readonly contentType: string
  /** Pixels as stored, before any turning; `undefined` for what is not a picture, and when the bytes end before they are named. */
  readonly width: number | undefined
  readonly height: number | undefined
}

type Signature = readonly [firstBytes: RegExp, format: FileFormat, contentType: string]

const SIGNATURES: readonly Signature[] = [
  [/^\xff\xd8\xff/, 'JPEG', 'image/jpeg'],
  [/^\x89PNG/, 'PNG', 'image/png'],
  [/^GIF8/, 'GIF', 'image/gif'],
  [/^BM/, 'BMP', 'image/bmp'],
  [/^RIFF.{4}WEBP/s, 'WEBP', 'image/webp'],
  [/^%PDF/, 'PDF', 'application/pdf'],
  [/^.{4}ftyp(hei|hev|mif1|msf1)/s, 'HEIC', 'image/heic'],
  [/^.{4}ftypavi/s, 'AVIF', 'image/avif'],
  [/^.{4}ftypqt/s, 'MOV', 'video/quicktime'],
  [/^.{4}ftyp/s, 'MP4', 'video/mp4'],
  [/^RIFF.{4}AVI /s, 'AVI', 'video/x-msvideo'],
  [/^(II\*|MM\0\*)/, 'TIFF', 'image/tiff'],
]

const H264: Signature = [/^/, 'H264', 'video/h264']

/** Whether bytes begin as H.264 does: a start code, and after it a parameter set, a delimiter or a note. */
function isH264(head: Uint8Array): boolean {
  const at = head.indexOf(1)
  return (at === 2 || at === 3) && head.subarray(0, at).every((byte) => byte === 0) && [6, 7, 9].includes((head[at + 1] ?? 0) & 0x1f)
}

/** Reads format and size from the first bytes of a file. */
export function readFormat(head: Uint8Array): FileFormatFacts {
  const start = String.fromCharCode(...head.subarray(0, 16))
  const [, format, contentType = 'application/octet-stream'] =
    SIGNATURES.find(([firstBytes]) => firstBytes.test(start)) ?? (isH264(head) ? H264 : [])
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  let size: Size | undefined
  try {
    if (format === 'JPEG') size = jpegSize(view)
    else if (format === 'PNG') size = { width: view.getUint32(16), height: view.getUint32(20) }
    else if (format === 'GIF') size = { width: view.getUint16(6, true), height: view.getUint16(8, true) }
    else if (format === 'BMP') size = bmpSize(view)
    else if (format === 'WEBP') size = webpSize(view)
  } catch {
    // The bytes end before the size: it stays unknown.
  }
  return { format, contentType, width: size?.width, height: size?.height }
}

interface Size {
  readonly width: number
  readonly height: number
}

function jpegSize(view: DataView): Size | undefined {
  for (const [marker, at] of jpegSegments(view))
    if (isFrame(marker)) return { height: view.getUint16(at + 1), width: view.getUint16(at + 3) }
  return undefined
}

function bmpSize(view: DataView): Size {
  // The oldest header has numbers of two bytes. A negative height means that the rows stand from top to bottom.
  if (view.getUint32(14, true) === 12) return { width: view.getUint16(18, true), height: view.getUint16(20, true) }
  return { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) }
}

function webpSize(view: DataView): Size {
  const three = (at: number): number => view.getUint16(at, true) + view.getUint8(at + 2) * 65536
  switch (view.getUint8(15)) {
    case 0x58: // VP8X
      return { width: three(24) + 1, height: three(27) + 1 }
    case 0x4c: {
      // VP8L
      const bits = view.getUint32(21, true)
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
    }
    default:
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
  }
}
