import type { FileFormatFacts } from './file-format.ts'
import { INPUT_LIMITS, type InputLimits } from './input-limits.ts'

/** A file as far as it must be known to be judged. */
export interface CheckedFile extends Pick<FileFormatFacts, 'format' | 'width' | 'height'> {
  /** Bytes; `undefined` when that is not known yet. */
  readonly size: number | undefined
}

/** What an operation takes; `undefined` for a retired operation, whose limits are not known. */
export function limitsOf(action: string | undefined): InputLimits | undefined {
  return action === undefined ? undefined : INPUT_LIMITS[action]
}

/** Which limit a file breaks, if any. */
export function brokenLimit(
  { format, width, height, size = 0 }: CheckedFile,
  { formats, maxBytes, minSide = 0, maxSide = Number.POSITIVE_INFINITY }: InputLimits,
): keyof InputLimits | undefined {
  if (!format || !formats.includes(format)) return 'formats'
  if (size > maxBytes) return 'maxBytes'
  // Where a picture's size stands too late in the file to be known, the service judges it.
  if (!width || !height) return undefined
  if (Math.min(width, height) < minSide) return 'minSide'
  return Math.max(width, height) > maxSide ? 'maxSide' : undefined
}
