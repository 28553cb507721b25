import { AlibabaCloudError } from '@x/credentials-core'
import type { FileFacts, FileFormat } from './file-facts.ts'
import { INPUT_LIMITS, type InputLimits } from './input-limits.ts'

/** A file as far as it must be known to be judged. */
export interface CheckedFile extends Pick<FileFacts, 'format' | 'width' | 'height'> {
  /** Bytes; `undefined` when that is not known yet. */
  readonly size: number | undefined
}

/** Formats that `fit` turns into JPEG. */
const PICTURES: readonly (FileFormat | undefined)[] = ['JPEG', 'PNG', 'GIF', 'BMP', 'WEBP', 'TIFF', 'HEIC', 'AVIF']
/** Operations for what is not a picture. */
const OTHER_OPERATIONS: Partial<Record<FileFormat, string>> = {
  PDF: 'recognizePdf and recognizeVATInvoice take PDF files.',
  MP4: 'recognizeVideoCharacter takes videos.',
  AVI: 'recognizeVideoCharacter takes videos.',
  H264: 'recognizeVideoCharacter takes videos.',
}

/** What an operation takes; `undefined` for a retired operation, whose limits are not known. */
export function limitsOf(action: string | undefined): InputLimits | undefined {
  return action === undefined ? undefined : INPUT_LIMITS[action]
}

/**
 * Refuses a file that an operation does not take, saying which limit it breaks and what would fit. A retired operation refuses nothing.
 *
 * @param action The operation's name, such as `RecognizeCharacter`.
 * @param field The request field that holds the file, for the error.
 * @throws AlibabaCloudError `ERR_INPUT_LIMIT` naming the field.
 */
export function checkFile({ format, width, height, size }: CheckedFile, action: string, field = 'file'): void {
  const limits = limitsOf(action)
  if (!limits) return
  const refuse = (problem: string, hint: string): never => {
    throw new AlibabaCloudError(`The file in ${field} ${problem}.`, { code: 'ERR_INPUT_LIMIT', field, hint })
  }
  const { formats, maxBytes, minSide = 0, maxSide = Number.POSITIVE_INFINITY } = limits
  const isPicture = PICTURES.includes(format)
  if (!format || !formats.includes(format)) {
    const found = format ? `is of format ${format}` : 'is of no format that is known'
    const other = format && OTHER_OPERATIONS[format]
    const wantsPictures = formats.includes('JPEG')
    refuse(
      `${found}, and ${action} takes ${listed(formats)}`,
      other ?? (isPicture && wantsPictures ? 'Convert it, or pass fit: true.' : 'Pass a file of these formats.'),
    )
  }
  if (size !== undefined && size > maxBytes) refuse(tooManyBytes(size, maxBytes, action), isPicture ? SMALLER : 'Split or compress it.')
  // Where a picture's size stands too late in the file to be known, the service judges it.
  if (!width || !height) return
  if (Math.min(width, height) < minSide)
    refuse(
      `has ${width} x ${height} pixels, and ${action} takes no side under ${minSide}`,
      `A picture of at least ${minSide} x ${minSide} fits.`,
    )
  if (Math.max(width, height) > maxSide) {
    const scale = maxSide / Math.max(width, height)
    refuse(
      `has ${width} x ${height} pixels, and ${action} takes no side over ${maxSide}`,
      `Scaled to ${Math.round(width * scale)} x ${Math.round(height * scale)} it fits: fit: true does that.`,
    )
  }
}

/** The problem of a file of too many bytes; `size` is `undefined` when reading stopped at the limit. */
export function tooManyBytes(size: number | undefined, maxBytes: number, action: string): string {
  return `has ${size ?? `more than ${maxBytes}`} bytes, and ${action} takes at most ${maxBytes} (${Math.ceil(maxBytes / 1024 / 1024)} MB)`
}

const SMALLER = 'Make it smaller, or pass fit: true.'

function listed(formats: readonly string[]): string {
  return formats.length > 1 ? `${formats.slice(0, -1).join(', ')} or ${formats.at(-1)}` : (formats[0] ?? '')
}
