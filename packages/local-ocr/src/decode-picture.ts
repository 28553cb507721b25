import { bmpSize, decodeBmp } from './decode-bmp.ts'
import { OcrEngineError } from './ocr-engine-error.ts'
import { type PictureFormat, pictureFormat } from './picture-format.ts'

/** An upright picture: four bytes a pixel (RGB, then an alpha of 255), rows from the top. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

/** What an operation accepts; spec: ocr20191230.md 6. */
export interface PictureLimits {
  readonly formats: readonly PictureFormat[]
  readonly maxBytes: number
  /** Each side has more pixels than this. */
  readonly minSideExclusive: number
  /** Each side has fewer pixels than this. */
  readonly maxSideExclusive: number
}

/**
 * Checks a file against the limits, then turns it into pixels as a viewer shows them: first frame, EXIF turn done, transparent parts white.
 * Size, format and resolution are refused before anything is unpacked, so a small file cannot fill the memory.
 * @throws OcrEngineError `InvalidFile.Size`, `.Type`, `.Resolution` or `.Decode`
 */
export async function decodePicture(bytes: Uint8Array, limits: PictureLimits): Promise<Picture> {
  if (bytes.length > limits.maxBytes) {
    throw new OcrEngineError('InvalidFile.Size', `The file is larger than ${limits.maxBytes / 1024 / 1024} MB.`)
  }
  const format = pictureFormat(bytes)
  if (format === undefined) throw new OcrEngineError('InvalidFile.Decode', 'The file cannot be opened as a picture.')
  if (!limits.formats.some((accepted) => accepted === format)) {
    throw new OcrEngineError('InvalidFile.Type', `The file is ${format}; this operation takes ${limits.formats.join(', ')}.`)
  }
  try {
    return format === 'BMP' ? await readBmp(bytes, limits) : await readWithSharp(bytes, limits)
  } catch (cause) {
    if (cause instanceof OcrEngineError) throw cause
    throw new OcrEngineError('InvalidFile.Decode', `The ${format} file cannot be opened; it is damaged or cut off.`, { cause })
  }
}

async function readWithSharp(bytes: Uint8Array, limits: PictureLimits): Promise<Picture> {
  const { default: sharp } = await import('sharp')
  const source = sharp(bytes)
  checkResolution(await source.metadata(), limits)
  const { data, info } = await source
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data }
}

// the libvips that comes with sharp reads no BMP
async function readBmp(bytes: Uint8Array, limits: PictureLimits): Promise<Picture> {
  checkResolution(bmpSize(bytes), limits)
  return decodeBmp(bytes)
}

function checkResolution({ width, height }: { width: number; height: number }, limits: PictureLimits): void {
  const { minSideExclusive: min, maxSideExclusive: max } = limits
  if (Math.min(width, height) > min && Math.max(width, height) < max) return
  throw new OcrEngineError(
    'InvalidFile.Resolution',
    `The picture has ${width} x ${height} pixels; each side must have more than ${min} and fewer than ${max}.`,
  )
}
