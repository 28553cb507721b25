import type { Picture } from './decode-picture.ts'
import type { Rectangle } from './fields/rectangle.ts'

/** Side of the squares that a picture is looked at in, in pixels. */
const SQUARE = 8
/** Share of a square's pixels that are red in a stroke. */
const SHARE = 0.15
/** Squares without red that may lie between parts of one seal. */
const GAP = 2

/** Finds round or square red areas, such as seals and emblems, the largest first. Lines of red text are none: they are too long. */
export function findRedAreas(picture: Picture): Rectangle[] {
  const [columns, rows] = [Math.ceil(picture.width / SQUARE), Math.ceil(picture.height / SQUARE)]
  const left = new Set<number>()
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) if (isRed(picture, column, row)) left.add(row * columns + column)

  const areas: Rectangle[] = []
  for (const first of left) {
    const area = { left: columns, top: rows, right: 0, bottom: 0 }
    const open = [first]
    left.delete(first)
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const [column, row] = [at % columns, Math.floor(at / columns)]
      area.left = Math.min(area.left, column)
      area.top = Math.min(area.top, row)
      area.right = Math.max(area.right, column + 1)
      area.bottom = Math.max(area.bottom, row + 1)
      for (let y = row - GAP; y <= row + GAP; y++) {
        for (let x = Math.max(0, column - GAP); x <= Math.min(columns - 1, column + GAP); x++) {
          if (left.delete(y * columns + x)) open.push(y * columns + x)
        }
      }
    }
    areas.push({ left: area.left * SQUARE, top: area.top * SQUARE, right: area.right * SQUARE, bottom: area.bottom * SQUARE })
  }
  const size = ({ left, top, right, bottom }: Rectangle): number => Math.min(right - left, bottom - top)
  return areas.filter((area) => isCompact(area) && size(area) > picture.width / 20).sort((a, b) => size(b) - size(a))
}

function isCompact({ left, top, right, bottom }: Rectangle): boolean {
  const ratio = (right - left) / (bottom - top)
  return ratio > 0.6 && ratio < 1.6
}

function isRed({ width, height, data }: Picture, column: number, row: number): boolean {
  let [red, all] = [0, 0]
  for (let y = row * SQUARE; y < Math.min(height, (row + 1) * SQUARE); y++) {
    for (let x = column * SQUARE; x < Math.min(width, (column + 1) * SQUARE); x++) {
      const at = (y * width + x) * 4
      const value = data[at] as number
      all++
      if (value > (data[at + 1] as number) + 60 && value > (data[at + 2] as number) + 60) red++
    }
  }
  return red > all * SHARE
}
