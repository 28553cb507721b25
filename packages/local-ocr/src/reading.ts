import type { Corners, Point, TextLine } from './text-line.ts'

/** Degrees by which the text of a picture is turned clockwise. */
export type Turn = 0 | 90 | 180 | 270

/** What was read in a picture. */
export interface Reading {
  /** In the order in which the page is read, with corners in pixels of the picture turned upright. */
  readonly lines: readonly TextLine[]
  /** Pixels of the picture turned upright. */
  readonly width: number
  readonly height: number
  readonly turn: Turn
}

/** Where a point of the upright picture lies in the picture that was given. */
export function inGivenPicture({ x, y }: Point, { width, height, turn }: Pick<Reading, 'width' | 'height' | 'turn'>): Point {
  switch (turn) {
    case 0:
      return { x, y }
    case 90:
      return { x: height - y, y: x }
    case 180:
      return { x: width - x, y: height - y }
    case 270:
      return { x: y, y: width - x }
  }
}

/** The lines with their corners in pixels of the picture that was given. */
export function linesAsGiven(reading: Reading): readonly TextLine[] {
  if (reading.turn === 0) return reading.lines
  return reading.lines.map((line) => ({ ...line, corners: cornersAsGiven(line.corners, reading) }))
}

/** Corners in pixels of the picture that was given. */
export function cornersAsGiven([a, b, c, d]: Corners, reading: Reading): Corners {
  return [inGivenPicture(a, reading), inGivenPicture(b, reading), inGivenPicture(c, reading), inGivenPicture(d, reading)]
}
