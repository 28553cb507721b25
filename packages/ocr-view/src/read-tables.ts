import { AlibabaCloudError } from '@x/credentials-core'
import { isWire, numberOf, type Wire } from './places.ts'
import type { OcrResponse } from './read-response.ts'
import { toResponses } from './to-responses.ts'

/** A cell of a table. Rows and columns count from 0. */
export interface TableCell {
  readonly row: number
  readonly column: number
  readonly rowSpan: number
  readonly columnSpan: number
  /** Lines are parted by `\n`. */
  readonly text: string
}

/** A table: its size, and its cells by row and column, none over another. */
export interface Table {
  /** Lines of text above it. */
  readonly head: readonly string[]
  /** Lines of text below it. */
  readonly tail: readonly string[]
  readonly rows: number
  readonly columns: number
  readonly cells: readonly TableCell[]
}

/** As many fields as are laid out; a span over more is no table. */
const MAX_FIELDS = 4_000_000

/**
 * The tables of an answer of `recognizeTable`, each laid out without gaps in the counting: a cell without a row or column gets the next
 * one, and where two cells claim one place the later one's text joins the first.
 *
 * @throws AlibabaCloudError `ERR_TOO_LARGE` for a table of more than four million fields.
 */
export function readTables(response: OcrResponse | readonly OcrResponse[]): Table[] {
  return toResponses(response).flatMap(({ data }) => (isWire(data) ? list(data.tables) : []).filter(isWire).map(readTable))
}

/** A table of plain rows, to write what you gathered yourself as CSV or XLSX. */
export function tableFromRows(rows: readonly (readonly (string | number | null | undefined)[])[]): Table {
  const cells = rows.flatMap((texts, row) =>
    texts.map((text, column) => ({ row, column, rowSpan: 1, columnSpan: 1, text: String(text ?? '') })),
  )
  return { head: [], tail: [], rows: rows.length, columns: rows.reduce((most, { length }) => Math.max(most, length), 0), cells }
}

/** Whether a value under this name is the tables of an answer. */
export function isTables(name: string, value: unknown): boolean {
  return name === 'tables' && Array.isArray(value) && value.every((one) => isWire(one) && Array.isArray(one.tableRows))
}

function readTable(table: Wire): Table {
  const claims = list(table.tableRows).flatMap((row, index) => readRow(row, index))
  const rows = claims.reduce((end, { row, rowSpan }) => Math.max(end, row + rowSpan), 0)
  const columns = claims.reduce((end, { column, columnSpan }) => Math.max(end, column + columnSpan), 0)
  if (rows * columns > MAX_FIELDS)
    throw new AlibabaCloudError(`A table of ${rows} rows and ${columns} columns is too large.`, {
      code: 'ERR_TOO_LARGE',
      field: 'data.tables',
      hint: 'Check startRow, endRow, startColumn and endColumn of its cells.',
    })
  return { head: texts(table.head), tail: texts(table.tail), rows, columns, cells: layOut(claims, rows, columns) }
}

function readRow(row: unknown, index: number): TableCell[] {
  let next = 0
  return list(isWire(row) ? row.tableColumns : undefined)
    .filter(isWire)
    .map((cell) => {
      const [top, left] = [count(cell.startRow) ?? index, count(cell.startColumn) ?? next]
      const rowSpan = Math.max(1, (count(cell.endRow) ?? top) - top + 1)
      const columnSpan = Math.max(1, (count(cell.endColumn) ?? left) - left + 1)
      next = left + columnSpan
      return { row: top, column: left, rowSpan, columnSpan, text: texts(cell.texts).join('\n') }
    })
}

/** Gives every field of the table one owner. */
function layOut(claims: readonly TableCell[], rows: number, columns: number): TableCell[] {
  const owners = new Int32Array(rows * columns).fill(-1)
  const cells: TableCell[] = []
  for (const claim of [...claims].sort((a, b) => a.row - b.row || a.column - b.column)) {
    const owner = owners[claim.row * columns + claim.column] as number
    const before = cells[owner]
    if (before) {
      if (claim.text !== '') cells[owner] = { ...before, text: [before.text, claim.text].filter(Boolean).join('\n') }
      continue
    }
    const columnSpan = freeColumns(claim, columns, owners)
    for (let row = claim.row; row < claim.row + claim.rowSpan; row++)
      for (let column = claim.column; column < claim.column + columnSpan; column++) owners[row * columns + column] = cells.length
    cells.push({ ...claim, columnSpan })
  }
  return cells
}

/** How far a cell can reach to the right. Below it nothing is taken yet, as cells come by rows, but for what reaches down from above. */
function freeColumns({ row, rowSpan, column, columnSpan }: TableCell, columns: number, owners: Int32Array): number {
  for (let right = column + 1; right < column + columnSpan; right++)
    for (let at = row; at < row + rowSpan; at++) if (owners[at * columns + right] !== -1) return right - column
  return columnSpan
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function texts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string' || typeof one === 'number').map(String)
}

function count(value: unknown): number | undefined {
  const number = numberOf(value)
  return number !== undefined && Number.isInteger(number) && number >= 0 ? number : undefined
}
