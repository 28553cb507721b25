import { AlibabaCloudError, invalidOption } from '@x/credentials-core'
import { brokenLimit, limitsOf } from '#file-limits'
import type { CheckedFile } from './broken-limit.ts'
import type { FileFormat } from './file-format.ts'

/** Formats that `fit` turns into JPEG. */
const PICTURES: readonly (FileFormat | undefined)[] = ['JPEG', 'PNG', 'GIF', 'BMP', 'WEBP', 'TIFF', 'HEIC', 'AVIF']
const TAKES_VIDEOS = 'recognizeVideoCharacter takes videos.'
/** Operations for what is not a picture. */
const OTHER_OPERATIONS: Partial<Record<FileFormat, string>> = {
  PDF: 'recognizePdf and recognizeVATInvoice take PDF files.',
  MP4: TAKES_VIDEOS,
  AVI: TAKES_VIDEOS,
  H264: TAKES_VIDEOS,
}

/**
 * Refuses a file that an operation does not take, saying which limit it breaks and what would fit. A retired operation refuses nothing.
 *
 * @param action The operation's name, such as `RecognizeCharacter`.
 * @param field The request field that holds the file, for the error.
 * @throws AlibabaCloudError `ERR_INPUT_LIMIT` naming the field, `ERR_INVALID_OPTION` for what is no name of an operation.
 */
export function checkFile(file: CheckedFile, action: string, field = 'file'): void {
  // Names of the functions have no limits, and would let everything pass.
  if (!/^[A-Z]/.test(action)) throw invalidOption('action', 'is no operation', 'Pass its name: RecognizeTable.')
  const limits = limitsOf(action)
  const broken = limits && brokenLimit(file, limits)
  if (!broken) return
  const { format, width = 0, height = 0, size } = file
  const { formats, maxBytes, minSide, maxSide = 0 } = limits
  const isPicture = PICTURES.includes(format)
  const refuse = (problem: string, hint: string): never => {
    throw new AlibabaCloudError(`The file in ${field} ${problem}.`, { code: 'ERR_INPUT_LIMIT', field, hint })
  }
  if (broken === 'formats') {
    const other = format && OTHER_OPERATIONS[format]
    refuse(
      `is of ${format ? `format ${format}` : 'no format that is known'}, and ${action} takes ${listed(formats)}`,
      other ?? (isPicture && formats.includes('JPEG') ? 'Convert it, or pass fit: true.' : 'Pass a file of these formats.'),
    )
  }
  if (broken === 'maxBytes')
    refuse(tooManyBytes(size, maxBytes, action), isPicture ? 'Make it smaller, or pass fit: true.' : 'Split or compress it.')
  const pixels = `has ${width} x ${height} pixels, and ${action} takes no side`
  if (broken === 'minSide') refuse(`${pixels} under ${minSide}`, `A picture of at least ${minSide} x ${minSide} fits.`)
  const scale = maxSide / Math.max(width, height)
  refuse(
    `${pixels} over ${maxSide}`,
    `Scaled to ${Math.round(width * scale)} x ${Math.round(height * scale)} it fits: fit: true does that.`,
  )
}

/** The problem of a file of too many bytes; `size` is `undefined` when reading stopped at the limit. */
export function tooManyBytes(size: number | undefined, maxBytes: number, action: string): string {
  return `has ${size ?? `more than ${maxBytes}`} bytes, and ${action} takes at most ${maxBytes} (${Math.ceil(maxBytes / 1024 / 1024)} MB)`
}

function listed(formats: readonly string[]): string {
  return formats.length > 1 ? `${formats.slice(0, -1).join(', ')} or ${formats.at(-1)}` : (formats[0] ?? '')
}
