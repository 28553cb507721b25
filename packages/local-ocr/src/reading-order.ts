import { type LevelBox, levelBox, type TextLine } from './text-line.ts'

interface Placed {
  readonly line: TextLine
  readonly box: LevelBox
  /** Centre along and across the lines of the page, which may be tilted. */
  readonly along: number
  readonly across: number
}

/** Puts lines into the order in which a page is read: rows from the top, each from the left, also on a page tilted by some degrees. */
export function readingOrder(lines: readonly TextLine[]): TextLine[] {
  const boxes = lines.map(({ corners }) => levelBox(corners))
  const tilt = (pageAngle(boxes) * Math.PI) / 180
  const placed = lines.map((line, at): Placed => {
    const box = boxes[at] as LevelBox
    const { x, y } = box.centre
    return { line, box, along: x * Math.cos(tilt) + y * Math.sin(tilt), across: y * Math.cos(tilt) - x * Math.sin(tilt) }
  })
  placed.sort((a, b) => a.across - b.across)

  const rows: Placed[][] = []
  for (const one of placed) {
    const row = rows.at(-1)
    if (row?.[0] && sameRow(row[0], one)) row.push(one)
    else rows.push([one])
  }
  return rows.flatMap((row) => row.sort((a, b) => a.along - b.along).map(({ line }) => line))
}

/** The middle one of the angles, weighed by length: short lines say little about the tilt. Upright columns say nothing. */
export function pageAngle(boxes: readonly LevelBox[]): number {
  const wide = boxes.filter(({ width, height }) => width > height).sort((a, b) => a.angle - b.angle)
  const half = wide.reduce((sum, { width }) => sum + width, 0) / 2
  let passed = 0
  for (const { width, angle } of wide) {
    passed += width
    if (passed >= half) return angle
  }
  return 0
}

function sameRow(first: Placed, next: Placed): boolean {
  return next.across - first.across < Math.min(first.box.height, next.box.height) / 2
}
