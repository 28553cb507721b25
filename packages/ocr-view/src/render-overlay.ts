import { checkText } from './check-text.ts'
import { COLOURS, confidenceClass, percent } from './confidence.ts'
import { escapeMarkup } from './escape-markup.ts'
import { PAGE_SCRIPT, PAGE_SCRIPT_HASH } from './page-script.ts'
import { PAGE_STYLE } from './page-style.ts'
import { type OverlayImage, pictureSource } from './picture-source.ts'
import { type OcrResponse, readResponse, type TextField, type TextRegion } from './read-response.ts'
import { readTables } from './read-tables.ts'
import { SVG_STYLE, svgElement } from './render-svg.ts'
import { renderTableHtml } from './render-table-html.ts'

/** A line of text as `recognizeCharacter` answers it. */
export interface OverlayLine {
  readonly text?: string | undefined
  readonly probability?: number | string | null | undefined
  readonly textRectangles?:
    | {
        readonly left?: number | undefined
        readonly top?: number | undefined
        readonly width?: number | undefined
        readonly height?: number | undefined
        /** Degrees, clockwise. */
        readonly angle?: number | undefined
        readonly pos?: readonly { readonly x?: number | undefined; readonly y?: number | undefined }[] | undefined
      }
    | undefined
}

/** A response of `recognizeCharacter` (`data.results` are `OverlayLine`s), or of any other operation. */
export type OverlayResponse = OcrResponse

/** Options of `renderOverlay`. */
export interface OverlayOptions {
  readonly image: OverlayImage
  /** A response, or several about this picture: `recognizeCharacter` for the boxes and `recognizeTable` for the tables. */
  readonly response: OverlayResponse | readonly OverlayResponse[]
  /** Title of the page. Default `Text of the picture`. */
  readonly title?: string | undefined
}

/**
 * A page of its own that shows a picture with a box over everything that was read, coloured by confidence, and beside it the lines, values
 * and tables. Pointing at a box or a line marks the other and shows the text; the page can be searched, and text copied. Text of the
 * response never becomes markup, and the page loads nothing but the picture: its policy allows its own script only, by hash.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for bytes that are no PNG, JPEG, GIF, BMP or WebP, when `width` and `height` are not given.
 * @example await writeFile('overlay.html', renderOverlay({ image: { bytes }, response }))
 */
export function renderOverlay({ image, response, title = 'Text of the picture' }: OverlayOptions): string {
  checkText('title', title)
  const source = pictureSource(image)
  const { regions, fields } = readResponse(response, source)
  const tables = readTables(response)
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src ${source.href.startsWith('data:') ? 'data:' : 'data: blob: http: https: file:'}; form-action 'none'; base-uri 'none'; style-src 'unsafe-inline'; script-src '${PAGE_SCRIPT_HASH}'">
<title>${escapeMarkup(title)}</title>
<style>${SVG_STYLE}${PAGE_STYLE}${COLOURS}</style>
<main>
${svgElement(source, regions)}
<section>
<h1>${escapeMarkup(title)}</h1>
<form id="tools" hidden><input type="search" placeholder="Search" aria-label="Search the text"> <button>Copy all</button> <output></output></form>
<p>${counted(regions.length, 'line')}${tables.length > 0 ? `, ${counted(tables.length, 'table')}` : ''}</p>
${tables.map(renderTableHtml).join('\n')}
${fields.length > 0 ? `<dl>\n${fields.map(fieldElement).join('\n')}\n</dl>` : ''}
<ol>
${regions.map(lineElement).join('\n')}
</ol>
</section>
</main>
<div id="tip" role="tooltip" hidden></div>
<script>${PAGE_SCRIPT}</script>
</html>
`
}

function lineElement({ text, label, confidence }: TextRegion, index: number): string {
  const name = label === '' ? '' : `<b>${escapeMarkup(label)}</b> `
  return `<li id="l${index}" class="${confidenceClass(confidence)}">${name}<span>${escapeMarkup(text)}</span> <small>${percent(confidence)}</small></li>`
}

function fieldElement({ label, text }: TextField): string {
  return `<div><dt>${escapeMarkup(label)}</dt><dd>${escapeMarkup(text)}</dd></div>`
}

function counted(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}
