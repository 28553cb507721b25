import { AlibabaCloudError, isAlibabaCloudError } from '@x/credentials-core'
import { checkFile, readFileFacts } from '@x/ocr20191230/check'
import { abortable } from '#any-file'
import { brokenLimit, limitsOf } from '#file-limits'
import { decodePicture } from '#picture'
import type { InputLimits } from './input-limits.ts'
import type { DecodedPicture } from './picture.ts'

/** Tried one after the other until the picture has few enough bytes; then it is scaled down. */
const QUALITIES = [90, 80, 70, 60]
const SCALE_STEP = 0.75
const ENCODABLE = ['JPEG', 'PNG', 'GIF', 'BMP', 'WEBP', 'TIFF', 'HEIC', 'AVIF']

/**
 * Makes a picture fit an operation: turned upright by its EXIF orientation, scaled down to the pixels and encoded anew as JPEG to the
 * bytes that the operation takes. A file that fits and stands upright is given back as it is, and so is any file for a retired operation.
 *
 * @throws AlibabaCloudError `ERR_INPUT_LIMIT` for what cannot be made to fit, `ERR_RUNTIME_UNSUPPORTED` without what it needs.
 */
export async function fitBytes(
  bytes: Uint8Array<ArrayBuffer>,
  action: string,
  field = 'file',
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const limits = limitsOf(action)
  const facts = readFileFacts(bytes)
  const size = bytes.length
  if (!limits || (facts.orientation === 1 && !brokenLimit({ ...facts, size }, limits))) return bytes
  const { format } = facts
  // What is no picture, and what is too small, is refused as without fitting.
  if (!format || !ENCODABLE.includes(format) || !limits.formats.includes('JPEG')) {
    checkFile({ ...facts, size }, action, field)
    return bytes
  }
  const run: Step = (step) => runStep(step, field, signal)
  const picture = await run(() => decodePicture(bytes))
  try {
    return await encoded(picture, limits, action, field, run)
  } finally {
    picture.close()
  }
}

/** Runs a step of the work. Libraries decode only as much as a step needs, so each may find that a picture is damaged. */
type Step = <T>(step: () => Promise<T>) => Promise<T>

async function runStep<T>(step: () => Promise<T>, field: string, signal: AbortSignal | undefined): Promise<T> {
  signal?.throwIfAborted()
  try {
    return await abortable(step(), signal)
  } catch (error) {
    signal?.throwIfAborted()
    if (isAlibabaCloudError(error)) throw error
    throw new AlibabaCloudError(`The picture in ${field} cannot be decoded to make it fit.`, {
      code: 'ERR_INPUT_LIMIT',
      field,
      hint: 'Check that the file is whole, or convert it to JPEG or PNG.',
      cause: error,
    })
  }
}

async function encoded(
  picture: DecodedPicture,
  limits: InputLimits,
  action: string,
  field: string,
  run: Step,
): Promise<Uint8Array<ArrayBuffer>> {
  const { maxBytes, minSide = 1, maxSide = Number.POSITIVE_INFINITY } = limits
  const format = 'JPEG'
  const longest = Math.max(picture.width, picture.height)
  for (let scale = Math.min(1, maxSide / longest); ; scale *= SCALE_STEP) {
    const width = scaled(picture.width, scale, maxSide)
    const height = scaled(picture.height, scale, maxSide)
    // Scaling down helps no further: the picture is too small, or too narrow for its length.
    if (Math.min(width, height) < minSide) checkFile({ format, width, height, size: undefined }, action, field)
    for (const quality of QUALITIES) {
      const jpeg = await run(() => picture.encode({ width, height, quality }))
      if (jpeg.length <= maxBytes) return jpeg
    }
  }
}

const scaled = (side: number, scale: number, maxSide: number): number => Math.min(maxSide, Math.max(1, Math.round(side * scale)))
