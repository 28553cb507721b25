import { isFrame, jpegSegments, readFormat } from '#file-limits'
import type { FileFormatFacts } from './file-format.ts'

export type { FileFormat } from './file-format.ts'

/** What the first bytes of a file tell. */
export interface FileFacts extends FileFormatFacts {
  /** The EXIF orientation, 1 to 8: how the picture must be turned to stand upright. 1 when the picture says nothing. */
  readonly orientation: number
}

/**
 * Reads format, size and orientation from the first bytes of a file; 256 KiB are enough for nearly all files.
 *
 * @example
 * const { format, width, height } = readFileFacts(bytes)
 */
export function readFileFacts(head: Uint8Array): FileFacts {
  const facts = readFormat(head)
  return { ...facts, orientation: facts.format === 'JPEG' ? jpegOrientation(head) : 1 }
}

function jpegOrientation(head: Uint8Array): number {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  let orientation = 1
  try {
    for (const [marker, at] of jpegSegments(view)) {
      if (isFrame(marker)) break
      if (marker === 0xe1) orientation = exifOrientation(view, at) ?? orientation
    }
  } catch {
    // The bytes end before the picture, or a segment lies.
  }
  return orientation
}

/** The orientation in the first directory of an EXIF segment. */
function exifOrientation(view: DataView, at: number): number | undefined {
  if (view.getUint32(at) !== 0x45786966) return undefined
  const tiff = at + 6
  const little = view.getUint16(tiff) === 0x4949
  const directory = tiff + view.getUint32(tiff + 4, little)
  const entries = view.getUint16(directory, little)
  for (let index = 0; index < entries; index++) {
    const entry = directory + 2 + index * 12
    if (view.getUint16(entry, little) !== 0x0112) continue
    const value = view.getUint16(entry + 8, little)
    return value >= 1 && value <= 8 ? value : undefined
  }
  return undefined
}
