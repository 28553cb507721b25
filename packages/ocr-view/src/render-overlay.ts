import { escapeHtml } from './escape-html.ts'
import { pictureFacts } from './picture-facts.ts'
import { type TextBox, textBoxes } from './text-boxes.ts'

/** The picture: its bytes, which get into the page, or an address the page loads it from. */
export type OverlayImage =
  | {
      readonly bytes: Uint8Array
      readonly type?: string | undefined
      readonly width?: number | undefined
      readonly height?: number | undefined
    }
  | { readonly href: string; readonly width: number; readonly height: number }

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

/** A response of `recognizeCharacter`, or anything of its shape. */
export interface OverlayResponse {
  readonly data?: { readonly results?: readonly OverlayLine[] | undefined } | undefined
}

export interface OverlayOptions {
  readonly image: OverlayImage
  readonly response: OverlayResponse
  /** Title of the page. Default `Text of the picture`. */
  readonly title?: string | undefined
}

/**
 * A page of its own that shows a picture with a box over each line of text, coloured by confidence, and the lines beside it. Pointing at
 * a box or a line marks the other. Text of the response never becomes markup, and the page loads nothing but the picture.
 *
 * @throws RangeError for bytes that are no PNG, JPEG, GIF, BMP or WebP, when `width` and `height` are not given.
 * @example await writeFile('overlay.html', renderOverlay({ image: { bytes }, response }))
 */
export function renderOverlay({ image, response, title = 'Text of the picture' }: OverlayOptions): string {
  const { href, width, height } = located(image)
  const boxes = textBoxes(response.data?.results ?? [])
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data: http: https: file:; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${STYLE}${boxes.map((_, index) => marking(index)).join('')}</style>
<main>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="The picture with a box over each line of text">
<image href="${escapeHtml(href)}" width="${width}" height="${height}"/>
${boxes.map(boxElement).join('\n')}
</svg>
<section>
<h1>${escapeHtml(title)}</h1>
<p>${boxes.length} ${boxes.length === 1 ? 'line' : 'lines'}</p>
<ol>
${boxes.map(lineElement).join('\n')}
</ol>
</section>
</main>
</html>
`
}

function boxElement(box: TextBox, index: number): string {
  const points = box.corners.map((corner) => corner.join(',')).join(' ')
  return `<polygon id="b${index}" class="${confidenceClass(box)}" points="${points}"><title>${escapeHtml(`${box.text} ${percent(box)}`.trim())}</title></polygon>`
}

function lineElement(box: TextBox, index: number): string {
  return `<li id="l${index}" class="${confidenceClass(box)}"><span>${escapeHtml(box.text)}</span> <small>${percent(box)}</small></li>`
}

/** Pointing at one of a pair marks both; a style rule does it, so that the page needs no script. */
function marking(index: number): string {
  return `main:has(#b${index}:hover) #l${index},main:has(#l${index}:hover) #l${index}{background:var(--mark)}main:has(#l${index}:hover) #b${index},#b${index}:hover{fill-opacity:.45}`
}

function confidenceClass({ probability }: TextBox): string {
  if (probability === undefined) return 'unknown'
  return probability >= 0.95 ? 'high' : probability >= 0.8 ? 'middle' : 'low'
}

const percent = ({ probability }: TextBox): string => (probability === undefined ? '' : `${Math.round(probability * 100)} %`)

function located(image: OverlayImage): { href: string; width: number; height: number } {
  if ('href' in image) return image
  const facts = pictureFacts(image.bytes)
  const { width = facts?.width, height = facts?.height, type = facts?.type ?? 'application/octet-stream' } = image
  if (!width || !height) throw new RangeError('The picture is no PNG, JPEG, GIF, BMP or WebP. Pass its width and height.')
  return { href: `data:${type};base64,${base64(image.bytes)}`, width, height }
}

function base64(bytes: Uint8Array): string {
  let binary = ''
  // In parts: a call takes a limited number of arguments.
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(binary)
}

const STYLE = `
:root{color-scheme:light dark;--mark:#ffe08a66;font:16px/1.5 system-ui,sans-serif}
body{margin:0}
main{display:grid;grid-template-columns:minmax(0,2fr) minmax(16rem,1fr);gap:1.5rem;padding:1.5rem;align-items:start}
svg{width:100%;height:auto;max-height:calc(100vh - 3rem);border-radius:.5rem}
section{max-height:calc(100vh - 3rem);overflow:auto}
h1{font-size:1.25rem;margin:0}
p{margin:.25rem 0 1rem;opacity:.7}
ol{margin:0;padding-left:2rem}
li{padding:.125rem .5rem;border-left:.25rem solid var(--colour);margin-bottom:.25rem}
small{opacity:.7}
polygon{fill:var(--colour);fill-opacity:.12;stroke:var(--colour);stroke-width:1.5;vector-effect:non-scaling-stroke}
.high{--colour:#1a7f37}.middle{--colour:#b7791f}.low{--colour:#c53030}.unknown{--colour:#3366cc}
@media (max-width:50rem){main{grid-template-columns:1fr}}
`
