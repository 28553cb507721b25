import type { Picture } from './decode-picture.ts'
import type { Corners, Point } from './text-line.ts'

/** The card is looked at in so many squares, of 0.4 mm. */
const [COLUMNS, ROWS] = [214, 135]
/** Where the portrait of an identity card is, in shares of the card. */
const PLACE = { left: 0.57, top: 0.06, right: 0.98, bottom: 0.82 }
/** Difference of a channel, of 255, from the card's ground. */
const CONTRAST = 20
/** Squares of the ground that may lie between parts of one portrait. */
const GAP = 1
/** Least and largest size in shares of the card, and how much of its box it fills: text and emblems are no portraits. */
const [WIDTH, HEIGHT, FILLED] = [[0.15, 0.4] as const, [0.3, 0.75] as const, 0.5]

/** Finds the portrait on the face of an identity card: what is no ground in the place where portraits are. Corners as those of the card. */
export function findPortrait(picture: Picture, card: Corners): Corners | undefined {
  const colours = new Uint8Array(COLUMNS * ROWS * 3)
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      const { x, y } = onCard(card, (column + 0.5) / COLUMNS, (row + 0.5) / ROWS)
      const at = (clamp(y, picture.height) * picture.width + clamp(x, picture.width)) * 4
      colours.set(picture.data.subarray(at, at + 3), (row * COLUMNS + column) * 3)
    }
  }
  const ground = [0, 1, 2].map((channel) => colours.filter((_, at) => at % 3 === channel).sort()[(COLUMNS * ROWS) >> 1] as number)
  const left = new Set<number>()
  for (let row = Math.round(PLACE.top * ROWS); row < PLACE.bottom * ROWS; row++) {
    for (let column = Math.round(PLACE.left * COLUMNS); column < PLACE.right * COLUMNS; column++) {
      const at = row * COLUMNS + column
      if (ground.some((value, channel) => Math.abs((colours[at * 3 + channel] as number) - value) > CONTRAST)) left.add(at)
    }
  }
  let best: { readonly count: number; readonly box: Corners } | undefined
  for (const first of left) {
    const area = grow(first, left)
    const [width, height] = [(area.right - area.left) / COLUMNS, (area.bottom - area.top) / ROWS]
    const isPortrait =
      within(width, WIDTH) && within(height, HEIGHT) && area.count > (area.right - area.left) * (area.bottom - area.top) * FILLED
    if (!isPortrait || area.count < (best?.count ?? 0)) continue
    const corner = (column: number, row: number): Point => onCard(card, column / COLUMNS, row / ROWS)
    const { left: l, top: t, right: r, bottom: b } = area
    best = { count: area.count, box: [corner(l, t), corner(r, t), corner(r, b), corner(l, b)] }
  }
  return best?.box
}

/** Takes a square and all that hang together with it out of those that are left. */
function grow(first: number, squares: Set<number>) {
  const area = { left: COLUMNS, top: ROWS, right: 0, bottom: 0, count: 0 }
  const open = [first]
  squares.delete(first)
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const [column, row] = [at % COLUMNS, Math.floor(at / COLUMNS)]
    area.left = Math.min(area.left, column)
    area.top = Math.min(area.top, row)
    area.right = Math.max(area.right, column + 1)
    area.bottom = Math.max(area.bottom, row + 1)
    area.count++
    for (let y = row - GAP - 1; y <= row + GAP + 1; y++)
      for (let x = column - GAP - 1; x <= column + GAP + 1; x++) if (squares.delete(y * COLUMNS + x)) open.push(y * COLUMNS + x)
  }
  return area
}

/** The point of a card at these shares of its width and height. */
function onCard([a, b, c, d]: Corners, across: number, down: number): Point {
  const between = (from: Point, to: Point, share: number): Point => ({
    x: from.x + (to.x - from.x) * share,
    y: from.y + (to.y - from.y) * share,
  })
  return between(between(a, b, across), between(d, c, across), down)
}

const within = (value: number, [least, most]: readonly [number, number]): boolean => value >= least && value <= most
const clamp = (value: number, end: number): number => Math.min(end - 1, Math.max(0, Math.round(value)))
