import { AlibabaCloudError } from '@x/credentials-core'

/** More than any scanner gives for A3: decoded, they take 0.4 GB. */
const MAX_PIXELS = 100_000_000
/** Deflate makes nothing smaller than this (zlib's own technical notes). */
const MAX_DEFLATION = 1032
/** Samples of a pixel, by the colour type of a PNG. */
const SAMPLES = [1, 1, 3, 1, 2, 1, 4]

/**
 * Refuses a picture that cannot be decoded in reasonable time and memory, by its head: one of too many pixels, and a PNG whose bytes cannot
 * hold the pixels that it claims to have.
 *
 * @throws AlibabaCloudError `ERR_INPUT_LIMIT`.
 */
export function checkPixels(bytes: Uint8Array, type: string, width: number, height: number): void {
  if (width * height > MAX_PIXELS)
    throw refused(`has ${width} x ${height} pixels, and at most ${MAX_PIXELS} are decoded`, 'Scale it down, or save it as JPEG.')
  const bits = (bytes[24] ?? 0) * (SAMPLES[bytes[25] ?? 0] ?? 1)
  if (type === 'image/png' && height * (1 + (width * bits) / 8) > MAX_DEFLATION * bytes.length)
    throw refused(`has too few bytes for its ${width} x ${height} pixels`, 'Check that the file is whole.')
}

function refused(problem: string, hint: string): AlibabaCloudError {
  return new AlibabaCloudError(`The picture in image ${problem}.`, { code: 'ERR_INPUT_LIMIT', field: 'image', hint })
}
