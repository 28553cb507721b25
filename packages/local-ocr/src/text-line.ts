/** A point of the picture, in pixels from its left and top edge. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** The corners of a line as it is read: top left, top right, bottom right, bottom left. */
export type Corners = readonly [Point, Point, Point, Point]

/** One line of text found in a picture. */
export interface TextLine {
  readonly text: string
  /** 0 to 1. */
  readonly probability: number
  readonly corners: Corners
}

/** A line's box turned back to level around its centre. */
export interface LevelBox {
  readonly centre: Point
  readonly width: number
  readonly height: number
  /** Degrees that the line is turned clockwise. */
  readonly angle: number
}

/** Describes four corners as a level box and its turn. */
export function levelBox([topLeft, topRight, bottomRight, bottomLeft]: Corners): LevelBox {
  const all = [topLeft, topRight, bottomRight, bottomLeft]
  const across = middle(topRight, bottomRight)
  const start = middle(topLeft, bottomLeft)
  return {
    centre: { x: all.reduce((sum, { x }) => sum + x, 0) / 4, y: all.reduce((sum, { y }) => sum + y, 0) / 4 },
    width: (distance(topLeft, topRight) + distance(bottomLeft, bottomRight)) / 2,
    height: (distance(topLeft, bottomLeft) + distance(topRight, bottomRight)) / 2,
    angle: (Math.atan2(across.y - start.y, across.x - start.x) * 180) / Math.PI,
  }
}

function middle(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}
