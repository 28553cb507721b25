/** A point in pixels from the left and the top edge. */
export type Corner = readonly [x: number, y: number]

/** An upright rectangle, in pixels. */
export interface Bounds {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** A rectangle turned about its middle by an angle in degrees, clockwise: its corners, from the top left one on. */
export function turnedRectangle([x, y]: Corner, width: number, height: number, angle: number): Corner[] {
  const cos = Math.cos((angle * Math.PI) / 180)
  const sin = Math.sin((angle * Math.PI) / 180)
  const corners = [
    [-width / 2, -height / 2],
    [width / 2, -height / 2],
    [width / 2, height / 2],
    [-width / 2, height / 2],
  ] as const
  return corners.map(([right, down]) => [round(x + right * cos - down * sin), round(y + right * sin + down * cos)])
}

/** The smallest upright rectangle round some points. */
export function boundsOf(corners: readonly Corner[]): Bounds {
  const across = corners.map(([x]) => x)
  const down = corners.map(([, y]) => y)
  const left = Math.min(...across)
  const top = Math.min(...down)
  return { left, top, width: round(Math.max(...across) - left), height: round(Math.max(...down) - top) }
}

export function distance([ax, ay]: Corner, [bx, by]: Corner): number {
  return Math.hypot(bx - ax, by - ay)
}

/** To a tenth of a pixel: more is noise. */
export function round(value: number): number {
  return Math.round(value * 10) / 10 + 0 // never -0
}
