import type { PictureLimits } from './decode-picture.ts'

const MB = 1024 * 1024
/** The specification states no pixel limit for some operations; this is ours, and keeps the pixels within 270 MB. */
const ANY_SIDE = { minSideExclusive: 0, maxSideExclusive: 8193 }
const STATED_SIDE = { minSideExclusive: 15, maxSideExclusive: 4096 }

type LimitsName = 'stated' | 'stated4' | 'noGif4' | 'webp' | 'anySize' | 'qrCode'

/** What the operations take; spec: ocr20191230.md 6. The names tell sides, formats and megabytes where those are not the usual ones. */
export const LIMITS: Readonly<Record<LimitsName, PictureLimits>> = {
  stated: { formats: ['JPEG', 'PNG', 'BMP', 'GIF'], maxBytes: 3 * MB, ...STATED_SIDE },
  stated4: { formats: ['JPEG', 'PNG', 'BMP', 'GIF'], maxBytes: 4 * MB, ...STATED_SIDE },
  noGif4: { formats: ['JPEG', 'PNG', 'BMP'], maxBytes: 4 * MB, ...STATED_SIDE },
  webp: { formats: ['JPEG', 'PNG', 'BMP', 'WEBP'], maxBytes: 3 * MB, ...STATED_SIDE },
  anySize: { formats: ['JPEG', 'PNG', 'BMP', 'GIF'], maxBytes: 3 * MB, ...ANY_SIDE },
  qrCode: { formats: ['PNG', 'JPEG', 'BMP', 'GIF', 'WEBP'], maxBytes: 10 * MB, ...ANY_SIDE },
}

export const PDF_MAX_BYTES: number = 10 * MB
export const PDF_MAX_PAGES = 5
