import { around, heightOf, inOneRow, type Rectangle } from '../fields/rectangle.ts'
import type { TextLine } from '../text-line.ts'
import type { Cell, Table } from './table.ts'

interface Placed {
  readonly line: TextLine
  readonly box: Rectangle
}

interface Span {
  readonly left: number
  readonly right: number
}

/** Makes a table of lines that stand in rows and columns without ruled lines. Rows of one line before and after are not part of it. */
export function unruledTable(lines: readonly TextLine[]): Table | undefined {
  const all = rowsOf(lines)
  const first = all.findIndex((row) => row.length > 1)
  if (first < 0) return undefined
  const last = all.map((row) => row.length > 1).lastIndexOf(true)
  const rows = all.slice(first, last + 1)
  const columns = columnsOf(rows)
  const edges = columns.map(({ left, right }, at) => [left, columns[at + 1]?.left ?? right] as const)

  const cells = rows.flatMap((row, at): Cell[] => {
    const top = Math.min(...row.map(({ box }) => box.top))
    const below = rows[at + 1]
    const height = (below ? Math.min(...below.map(({ box }) => box.top)) : Math.max(...row.map(({ box }) => box.bottom))) - top
    const taken = new Map<number, Placed[]>()
    for (const placed of row) {
      const start = Math.max(
        0,
        columns.findIndex((column) => overlap(column, placed.box) > 0),
      )
      taken.set(start, [...(taken.get(start) ?? []), placed])
    }
    const found: Cell[] = []
    for (let column = 0; column < columns.length; column++) {
      const texts = taken.get(column) ?? []
      const end = lastColumn(columns, column, texts, [...taken.keys()])
      const width = (edges[end]?.[1] ?? 0) - (edges[column]?.[0] ?? 0)
      found.push({
        startRow: at,
        endRow: at,
        startColumn: column,
        endColumn: end,
        width,
        height,
        texts: texts.map(({ line }) => line.text),
      })
      column = end
    }
    return found
  })
  const members = rows.flat().map(({ line }) => line)
  return { cells, place: around(...members.map(({ corners }) => corners)), lines: members }
}

function rowsOf(lines: readonly TextLine[]): Placed[][] {
  const rows: Placed[][] = []
  for (const line of lines) {
    const placed = { line, box: around(line.corners) }
    const row = rows.at(-1)
    if (row?.[0] && inOneRow(row[0].box, placed.box)) row.push(placed)
    else rows.push([placed])
  }
  return rows
}

/** The columns of the rows with most lines, widened and added to by the others where those fit into one column or stand between. */
function columnsOf(rows: readonly (readonly Placed[])[]): Span[] {
  const columns: Span[] = []
  for (const row of [...rows].sort((a, b) => b.length - a.length)) {
    for (const { box } of row) {
      const touched = columns.filter((column) => overlap(column, box) > 0)
      if (touched.length > 1) continue
      const [column] = touched
      if (column) columns.splice(columns.indexOf(column), 1)
      columns.push({ left: Math.min(box.left, column?.left ?? box.left), right: Math.max(box.right, column?.right ?? box.right) })
    }
  }
  return columns.sort((a, b) => a.left - b.left)
}

/** A text that reaches into columns where nothing else stands spans them. */
function lastColumn(columns: readonly Span[], start: number, texts: readonly Placed[], starts: readonly number[]): number {
  let end = start
  for (let next = start + 1; next < columns.length && !starts.includes(next); next++) {
    if (texts.some(({ box }) => overlap(columns[next] as Span, box) > heightOf(box) / 2)) end = next
    else break
  }
  return end
}

function overlap(a: Span, b: Span): number {
  return Math.min(a.right, b.right) - Math.max(a.left, b.left)
}
