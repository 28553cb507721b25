import sharp, { type Sharp } from 'sharp'
import { outlineText } from './outline-text.ts'

/** One line of text; `y` is its baseline, `size` the font size in pixels. */
export interface DrawnLine {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly size: number
  readonly weight?: number
  readonly colour?: string
}

/** A picture as a drawing, white unless it says otherwise. */
export interface Drawing {
  readonly width: number
  readonly height: number
  readonly background?: string
  /** SVG elements under the text, and over it. */
  readonly below?: string
  readonly above?: string
  readonly lines: readonly DrawnLine[]
  /** Degrees clockwise around the middle. */
  readonly tilt?: number
}

/** The drawing as SVG without any `<text>`. */
async function drawSvg({ width, height, background = '#ffffff', below = '', above = '', lines, tilt = 0 }: Drawing): Promise<string> {
  const paths = await Promise.all(
    lines.map(async ({ text, x, y, size, weight, colour = '#1b1b1b' }) => {
      const { path, end } = await outlineText(text, x, y, size, weight)
      if (end > width) throw new Error(`The line leaves the picture: ${text}`)
      return `<path fill="${colour}" d="${path}"/>`
    }),
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${background}"/>
    <g transform="rotate(${tilt} ${width / 2} ${height / 2})">${below}${paths.join('')}</g>${above}</svg>`
}

/** Renders a drawing. The caller picks the file format: `.png()`, `.jpeg({ quality: 25 })`. */
export async function render(drawing: Drawing): Promise<Sharp> {
  return sharp(Buffer.from(await drawSvg(drawing))).removeAlpha()
}
