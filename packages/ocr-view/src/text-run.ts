import { type Corner, distance, round } from './geometry.ts'

/** Where a line of text begins, where it runs to and how high it is, in pixels. */
export interface TextRun {
  /** The lower end of its first character. */
  readonly start: Corner
  /** Degrees clockwise; 0 runs to the right. */
  readonly angle: number
  readonly length: number
  readonly height: number
}

/** Scripts whose characters are as wide as they are high, and the full-width forms. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u

/** By how much (as a logarithm) the unusual direction must fit better. */
const CLEARLY = 0.1

/** Width of a character for a height of 1. */
export function advance(character: string): number {
  return WIDE.test(character) ? 1 : 0.5
}

/** Width of a text for a height of 1. */
export function advanceOf(text: string): number {
  let sum = 0
  for (const character of text) sum += advance(character)
  return sum
}

/**
 * How a text lies in its box. The corners tell two directions, and the service gives boxes in which the longer side goes down (a column of
 * Chinese, or a line whose box was turned by -90 degrees): of the two, the text runs in the one that fits its number of characters.
 */
export function textRun(text: string, corners: readonly Corner[]): TextRun {
  const [first, second] = corners as [Corner, Corner]
  const last = corners.at(-1) as Corner
  const across = distance(first, second) || 0.1
  const down = distance(first, last) || 0.1
  const wanted = advanceOf(text) || 0.5
  const misfit = (length: number, height: number): number => Math.abs(Math.log(length / (height * wanted)))
  const end = misfit(across, down) <= misfit(down, across) + CLEARLY ? second : last
  const angle = Math.atan2(end[1] - first[1], end[0] - first[0])
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  // The corners as seen along the text: how far on it, and how far below it.
  const along = corners.map(([x, y]) => x * cos + y * sin)
  const below = corners.map(([x, y]) => y * cos - x * sin)
  const begin = Math.min(...along)
  const bottom = Math.max(...below)
  return {
    start: [round(begin * cos - bottom * sin), round(begin * sin + bottom * cos)],
    angle: round((angle * 180) / Math.PI),
    length: round(Math.max(...along) - begin),
    height: round(bottom - Math.min(...below)),
  }
}
