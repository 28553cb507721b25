import { type Corner, turnedRectangle } from './geometry.ts'

/** The service gives four; more than these are no outline of a text. */
const MAX_POINTS = 1000

/** Values that the service answered; nothing is known about them. */
export type Wire = Readonly<Record<string, unknown>>

export function isWire(value: unknown): value is Wire {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A number, also one that came as text; undefined for everything else. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return undefined
  const number = Number(value)
  return Number.isFinite(number) ? number : undefined
}

/**
 * The places that a value tells, each as the corners of a polygon: corner points, rectangles by their edges, by their middle, or by two
 * opposite corners in a row of four numbers, and lists of them. Empty for a value that tells none.
 */
export function placesOf(value: unknown): Corner[][] {
  if (Array.isArray(value)) return listed(value)
  const place = isWire(value) ? rectangle(value) : undefined
  return place ? [place] : []
}

function listed(values: readonly unknown[]): Corner[][] {
  const points = values.map(point)
  if (points.length >= 3 && points.length <= MAX_POINTS && points.every((one) => one !== undefined)) return [points]
  return values.flatMap((one) => (Array.isArray(one) ? [] : placesOf(one)))
}

/** A row of numbers, four a box: x and y of two opposite corners. */
export function boxesOf(value: unknown): Corner[][] {
  const numbers = Array.isArray(value) ? value.map(numberOf) : []
  if (numbers.length === 0 || numbers.length % 4 !== 0 || numbers.includes(undefined)) return []
  const boxes: Corner[][] = []
  for (let at = 0; at < numbers.length; at += 4) {
    const [x1, y1, x2, y2] = numbers.slice(at, at + 4) as [number, number, number, number]
    boxes.push(turnedRectangle([(x1 + x2) / 2, (y1 + y2) / 2], Math.abs(x2 - x1), Math.abs(y2 - y1), 0))
  }
  return boxes
}

function point(value: unknown): Corner | undefined {
  if (!isWire(value) || Object.keys(value).length > 2) return undefined
  const [x, y] = [numberOf(value.x), numberOf(value.y)]
  return x === undefined || y === undefined ? undefined : [x, y]
}

function rectangle(value: Wire): Corner[] | undefined {
  const [given] = placesOf(value.pos ?? value.positions)
  if (given) return given
  const size = isWire(value.size) ? value.size : value
  const width = numberOf(size.width ?? size.w)
  const height = numberOf(size.height ?? size.h)
  const left = numberOf(value.left ?? value.x)
  const top = numberOf(value.top ?? value.y)
  const centre = point(value.center)
  if (width === undefined || height === undefined) return undefined
  const middle = centre ?? (left === undefined || top === undefined ? undefined : ([left + width / 2, top + height / 2] as const))
  return middle && turnedRectangle(middle, width, height, numberOf(value.angle) ?? 0)
}
