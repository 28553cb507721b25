import { type Bounds, boundsOf } from './geometry.ts'
import type { Size } from './picture-frame.ts'
import { type OverlayImage, pictureSize } from './picture-source.ts'
import { type OcrResponse, readResponse, type TextRegion } from './read-response.ts'
import { splitWords } from './split-words.ts'
import { type TextRun, textRun } from './text-run.ts'
import { xmlText } from './xml-text.ts'

/** A page for the forms that hold text and places but no picture. */
export interface TextPage {
  readonly image: OverlayImage
  /** A response of any operation, or several about this picture. */
  readonly response: OcrResponse | readonly OcrResponse[]
}

/** A line of text with its words. */
export interface TextLine {
  readonly region: TextRegion
  readonly run: TextRun
  readonly words: readonly TextRegion[]
}

/** The size of a page and its lines: what has both a text and a place. A text of several lines stays one, parted by blanks. */
export function textLines({ image, response }: TextPage): Size & { readonly lines: readonly TextLine[] } {
  const { width, height } = pictureSize(image)
  const lines = readResponse(response, { width, height })
    .regions.map((region) => ({ ...region, text: xmlText(region.text).replace(/\s+/g, ' ').trim() }))
    .filter(({ text }) => text !== '')
    .map((region) => ({ region, run: textRun(region.text, region.corners), words: splitWords(region) }))
  return { width, height, lines }
}

/** Whole pixels inside the page, as readers of these forms expect. */
export function pixelBounds({ corners }: TextRegion, page: Size): Bounds {
  const { left, top, width, height } = boundsOf(corners)
  const inside = (value: number, end: number): number => Math.min(end, Math.max(0, Math.round(value)))
  const [x, y] = [inside(left, page.width), inside(top, page.height)]
  return { left: x, top: y, width: inside(left + width, page.width) - x, height: inside(top + height, page.height) - y }
}

/** Degrees counterclockwise from 0 up to 360, as both forms count. */
export function counterclockwise(angle: number): number {
  return (Math.round(-angle * 10) / 10 + 360) % 360
}
