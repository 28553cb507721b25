import type { Picture } from './decode-picture.ts'
import type { Corners, Point } from './text-line.ts'

/** Difference of a channel, of 255, from which a pixel is no longer the ground that the card lies on. */
const CONTRAST = 24
/** Pixels that must differ one after another: less is dust. */
const DEPTH = 3
/** Places at which each side is looked for. */
const SAMPLES = 120
/** Distance from a side's line, in pixels, up to which a place is on it. */
const NEAR = 2
/** Shares: of the picture's rim that is of one colour, of the places that are on a side's line, and of the picture that is card. */
const [EVEN, ON_LINE, COVERED] = [0.9, 0.6, 0.2]
/** Width by height of a card (ISO/IEC 7810 ID-1), and how far a photo may be off. */
const [RATIO, RATIO_ERROR] = [85.6 / 53.98, 0.12]

/** A line as `across = offset + slope * along`. */
interface Side {
  readonly offset: number
  readonly slope: number
}

/**
 * Finds a card that lies whole on a ground of one colour, in a picture turned upright: its corners from the top left one clockwise.
 * `undefined` when the ground is mixed, when the card fills the picture, or when what lies there has not the shape of a card.
 */
export function findCard(picture: Picture): Corners | undefined {
  const { width, height } = picture
  const ground = groundColour(picture)
  if (!ground) return undefined
  const differs = (x: number, y: number): boolean => difference(picture, x, y, ground) > CONTRAST
  const top = findSide(width, height, (along, across) => differs(along, across))
  const bottom = findSide(width, height, (along, across) => differs(along, height - 1 - across))
  const left = findSide(height, width, (along, across) => differs(across, along))
  const right = findSide(height, width, (along, across) => differs(width - 1 - across, along))
  if (!(top && bottom && left && right)) return undefined
  const below = { offset: height - bottom.offset, slope: -bottom.slope }
  const beyond = { offset: width - right.offset, slope: -right.slope }
  const corners: Corners = [crossing(top, left), crossing(top, beyond), crossing(below, beyond), crossing(below, left)]
  return isCard(corners, picture) ? corners : undefined
}

/** The colour of the rim of a picture, when it is of one colour. */
function groundColour(picture: Picture): readonly number[] | undefined {
  const { width, height, data } = picture
  const rim: Point[] = []
  for (let x = 1; x < width - 1; x += 3) rim.push({ x, y: 1 }, { x, y: height - 2 })
  for (let y = 1; y < height - 1; y += 3) rim.push({ x: 1, y }, { x: width - 2, y })
  if (rim.length === 0) return undefined
  const colour = [0, 1, 2].map((channel) => median(rim.map(({ x, y }) => data[(y * width + x) * 4 + channel] as number)))
  const even = rim.filter(({ x, y }) => difference(picture, x, y, colour) <= CONTRAST)
  return even.length >= rim.length * EVEN ? colour : undefined
}

/** The line along which the ground ends, coming from one edge of the picture. */
function findSide(length: number, depth: number, differs: (along: number, across: number) => boolean): Side | undefined {
  const places: { readonly along: number; readonly across: number }[] = []
  for (let sample = 1; sample < SAMPLES; sample++) {
    const along = Math.round((sample / SAMPLES) * (length - 1))
    for (let across = 0, deep = 0; across < depth / 2; across++) {
      deep = differs(along, across) ? deep + 1 : 0
      if (deep < DEPTH) continue
      places.push({ along, across: across - DEPTH + 1 })
      break
    }
  }
  // Near the ends the places lie on other sides of a tilted card: of all lines through two places the one is taken that most are on.
  let best: typeof places = []
  const step = Math.max(1, Math.floor(places.length / 3))
  for (let first = 0; first + step < places.length; first++) {
    for (const second of [first + step, Math.min(places.length - 1, first + step + (step >> 1))]) {
      const line = through([places[first], places[second]] as typeof places)
      const on = places.filter(({ along, across }) => Math.abs(line.offset + line.slope * along - across) <= NEAR)
      if (on.length > best.length) best = on
    }
  }
  return best.length >= SAMPLES * ON_LINE ? through(best) : undefined
}

/** The line of least squares through places. */
function through(places: readonly { readonly along: number; readonly across: number }[]): Side {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const [along, across] = [mean(places.map((place) => place.along)), mean(places.map((place) => place.across))]
  const spread = places.reduce((sum, place) => sum + (place.along - along) ** 2, 0)
  const slope = places.reduce((sum, place) => sum + (place.along - along) * (place.across - across), 0) / (spread || 1)
  return { offset: across - slope * along, slope }
}

/** Where a side along x (`level`) and one along y (`upright`) meet. */
function crossing(level: Side, upright: Side): Point {
  const y = (level.offset + level.slope * upright.offset) / (1 - level.slope * upright.slope)
  return { x: upright.offset + upright.slope * y, y }
}

function isCard(corners: Corners, { width, height }: Picture): boolean {
  const [a, b, c, d] = corners
  const length = (from: Point, to: Point): number => Math.hypot(to.x - from.x, to.y - from.y)
  const [across, down] = [(length(a, b) + length(d, c)) / 2, (length(a, d) + length(b, c)) / 2]
  const isInside = corners.every(({ x, y }) => x > -NEAR && y > -NEAR && x < width + NEAR && y < height + NEAR)
  return isInside && across * down > width * height * COVERED && Math.abs(across / down / RATIO - 1) < RATIO_ERROR
}

function difference({ width, data }: Picture, x: number, y: number, colour: readonly number[]): number {
  const at = (y * width + x) * 4
  return Math.max(...colour.map((value, channel) => Math.abs((data[at + channel] as number) - value)))
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] as number
}
