import type { Corners } from '../text-line.ts'

/** A level rectangle, in pixels. */
export interface Rectangle {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** The smallest level rectangle round all the corners. */
export function around(...boxes: readonly Corners[]): Rectangle {
  const points = boxes.flat()
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)]
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) }
}

export function cornersOf({ left, top, right, bottom }: Rectangle): Corners {
  return [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ]
}

export function heightOf({ top, bottom }: Rectangle): number {
  return bottom - top
}

export function middleOf({ left, top, right, bottom }: Rectangle): { readonly x: number; readonly y: number } {
  return { x: (left + right) / 2, y: (top + bottom) / 2 }
}

/** Whether two rectangles stand in one row: the middle of the lower one is inside the other. */
export function inOneRow(a: Rectangle, b: Rectangle): boolean {
  return Math.abs(middleOf(a).y - middleOf(b).y) < Math.max(heightOf(a), heightOf(b)) / 2
}
