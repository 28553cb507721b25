import { COLOURS, confidenceClass, percent } from './confidence.ts'
import { escapeMarkup } from './escape-markup.ts'
import { type OverlayImage, type PictureSource, pictureSource } from './picture-source.ts'
import { type OcrResponse, readResponse, type TextRegion } from './read-response.ts'
import { textRun } from './text-run.ts'

/** What is drawn. */
export interface RenderSvgOptions {
  readonly image: OverlayImage
  /** A response of any operation, or several about this picture. */
  readonly response: OcrResponse | readonly OcrResponse[]
}

/**
 * The picture with a box over everything that was read, as one SVG file: coloured by confidence, the text shown on hover and selectable
 * where it stands. Text of the response never becomes markup. The file holds no script and loads nothing but the picture.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for bytes that are no PNG, JPEG, GIF, BMP or WebP, when `width` and `height` are not given.
 * @example await writeFile('overlay.svg', renderSvg({ image: { bytes }, response }))
 */
export function renderSvg({ image, response }: RenderSvgOptions): string {
  const source = pictureSource(image)
  return `<?xml version="1.0" encoding="UTF-8"?>\n${svgElement(source, readResponse(response, source).regions, `<style>${SVG_STYLE}</style>\n`)}\n`
}

/** The element itself, for a page that brings the style. */
export function svgElement({ href, width, height }: PictureSource, regions: readonly TextRegion[], style = ''): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="The picture with a box over each text">
${style}<image href="${escapeMarkup(href)}" width="${width}" height="${height}"/>
${regions.map(regionElement).join('\n')}
</svg>`
}

function regionElement(region: TextRegion, index: number): string {
  const { text, corners, confidence } = region
  const points = corners.map((corner) => corner.join(',')).join(' ')
  return `<g id="b${index}" class="${confidenceClass(confidence)}"><title>${escapeMarkup(caption(region))}</title><polygon points="${points}"/>${text === '' ? '' : selectable(text, region)}</g>`
}

/** Such as `invoiceNo: 00000001 99 %`. */
function caption({ label, text, confidence }: TextRegion): string {
  return `${[label, text].filter(Boolean).join(': ')} ${percent(confidence)}`.trim()
}

/** The text itself, unseen, drawn out over its box, so that it can be selected and found on the picture. */
function selectable(text: string, { corners }: TextRegion): string {
  const { start, angle, length, height } = textRun(text, corners)
  const place = `transform="translate(${start.join(' ')}) rotate(${angle})" y="${-height * 0.2}"`
  return `<text ${place} font-size="${height}" textLength="${length}" lengthAdjust="spacingAndGlyphs">${escapeMarkup(text)}</text>`
}

export const SVG_STYLE: string = `polygon{fill:var(--colour);fill-opacity:.12;stroke:var(--colour);stroke-width:2;vector-effect:non-scaling-stroke}g:hover polygon{fill-opacity:.45}text{fill:transparent;font-family:sans-serif;white-space:pre}${COLOURS}`
