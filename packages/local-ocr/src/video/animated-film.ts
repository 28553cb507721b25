import type { Film, Frame } from './frame.ts'

/** Viewers show frames of this length or less, in milliseconds, for another time. */
const SHORTEST = 10
const SHOWN_INSTEAD = 100

/** Opens an animated GIF or WEBP picture. @throws an error of the decoder when the file is damaged */
export async function animatedFilm(bytes: Uint8Array): Promise<Film> {
  const { default: sharp } = await import('sharp')
  const { width, height, pages = 1, pageHeight, delay = [] } = await sharp(bytes, { animated: true }).metadata()
  const starts = [0]
  for (const ms of delay) starts.push((starts.at(-1) as number) + (ms > SHORTEST ? ms : SHOWN_INSTEAD))

  async function* frames(): AsyncGenerator<Frame> {
    for (let page = 0; page < pages; page++) {
      const { data, info } = await sharp(bytes, { page })
        .flatten({ background: '#ffffff' })
        .toColourspace('srgb')
        .ensureAlpha()
        .raw({ depth: 'uchar' })
        .toBuffer({ resolveWithObject: true })
      yield { at: starts[page] ?? 0, picture: { width: info.width, height: info.height, data } }
    }
  }
  return { width, height: pageHeight ?? height, duration: starts[pages] ?? 0, count: pages, frames }
}
