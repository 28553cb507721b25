import type { Picture } from '../decode-picture.ts'

/** A straight line of a picture: where it lies across its direction, and from where to where it runs along it. */
export interface Rule {
  readonly at: number
  readonly from: number
  readonly to: number
}

/** How much a ruled line differs from both its sides at least, of 255. */
const CONTRAST = 24
/** Thickness of a ruled line is less than this many pixels. */
const THICKNESS = 5
/** Pixels that may be missing in a line. */
const GAP = 3

/** Finds level and upright lines of a picture that are longer than the given numbers of pixels. */
export function findRules(picture: Picture, minLevel: number, minUpright: number): { readonly level: Rule[]; readonly upright: Rule[] } {
  const { width, height } = picture
  const grey = brightness(picture)
  return {
    level: joined(runs(grey, { count: height, length: width, across: width, along: 1 }, minLevel)),
    upright: joined(runs(grey, { count: width, length: height, across: 1, along: width }, minUpright)),
  }
}

function brightness({ width, height, data }: Picture): Uint8Array {
  const grey = new Uint8Array(width * height)
  for (let at = 0, from = 0; at < grey.length; at++, from += 4) {
    grey[at] = ((data[from] as number) * 77 + (data[from + 1] as number) * 150 + (data[from + 2] as number) * 29) >> 8
  }
  return grey
}

interface Direction {
  /** Rows (or columns) of pixels, and the pixels of each. */
  readonly count: number
  readonly length: number
  /** Steps in the pixels to the next row, and to the next pixel of a row. */
  readonly across: number
  readonly along: number
}

/** Runs of pixels that are darker, or lighter, than what lies on both sides. */
function runs(grey: Uint8Array, { count, length, across, along }: Direction, min: number): Rule[] {
  const found: Rule[] = []
  const side = THICKNESS * across
  for (let row = THICKNESS; row < count - THICKNESS; row++) {
    let [from, to] = [-1, -1]
    for (let x = 0, at = row * across; x < length; x++, at += along) {
      const [value, above, below] = [grey[at] as number, grey[at - side] as number, grey[at + side] as number]
      if (Math.min(above, below) - value < CONTRAST && value - Math.max(above, below) < CONTRAST) continue
      if (from < 0 || x - to > GAP) {
        if (to - from + 1 >= min && from >= 0) found.push({ at: row, from, to })
        from = x
      }
      to = x
    }
    if (from >= 0 && to - from + 1 >= min) found.push({ at: row, from, to })
  }
  return found
}

/** Joins the rows of pixels of one thick or slightly slanting line, and pieces that lie in one line. */
function joined(pieces: readonly Rule[]): Rule[] {
  const rules: { at: number; first: number; last: number; from: number; to: number }[] = []
  for (const { at, from, to } of pieces) {
    const rule = [...rules]
      .reverse()
      .find((one) => at - one.last <= 3 && at - one.first <= 2 * THICKNESS && from <= one.to + 2 * GAP && to >= one.from - 2 * GAP)
    if (rule) {
      rule.last = at
      rule.at = (rule.first + at) / 2
      rule.from = Math.min(rule.from, from)
      rule.to = Math.max(rule.to, to)
    } else rules.push({ at, first: at, last: at, from, to })
  }
  return rules.map(({ at, from, to }) => ({ at, from, to }))
}
