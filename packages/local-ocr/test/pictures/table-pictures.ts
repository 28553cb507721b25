import type { DocumentPicture } from './document-picture.ts'
import type { DrawnLine } from './render-picture.ts'

/** A text, or a text with the columns and rows that its cell spans. */
type CellText = string | readonly [text: string, columns: number, rows: number]

interface DrawnTable {
  readonly x: number
  readonly y: number
  readonly widths: readonly number[]
  readonly height: number
  /** The cells that begin in each row, from the left. */
  readonly rows: readonly (readonly CellText[])[]
}

interface PlacedCell {
  readonly text: string
  readonly row: number
  readonly column: number
  readonly columns: number
  readonly rows: number
}

function place({ widths, rows }: DrawnTable): PlacedCell[] {
  const taken = rows.map(() => widths.map(() => false))
  return rows.flatMap((cells, row) =>
    cells.map((cell): PlacedCell => {
      const [text, columns, deep] = typeof cell === 'string' ? [cell, 1, 1] : cell
      const column = taken[row]?.indexOf(false) ?? 0
      for (let r = row; r < row + deep; r++) taken[r]?.fill(true, column, column + columns)
      return { text, row, column, columns, rows: deep }
    }),
  )
}

function edge({ x, widths }: DrawnTable, column: number): number {
  return widths.slice(0, column).reduce((sum, width) => sum + width, x)
}

function texts(table: DrawnTable): DrawnLine[] {
  return place(table).flatMap(({ text, row, column, rows }) =>
    text === '' ? [] : [{ text, x: edge(table, column) + 14, y: table.y + (row + rows / 2) * table.height + 9, size: 26 }],
  )
}

function borders(table: DrawnTable, colour: string): string {
  return place(table)
    .map(({ row, column, columns, rows }) => {
      const x = edge(table, column)
      const box = `x="${x}" y="${table.y + row * table.height}" width="${edge(table, column + columns) - x}" height="${rows * table.height}"`
      return `<rect ${box} fill="none" stroke="${colour}" stroke-width="2"/>`
    })
    .join('')
}

function expected(table: DrawnTable): Record<string, unknown> {
  const cells = place(table)
  const rows = table.rows.map((_, row) => cells.filter((cell) => cell.row === row).sort((a, b) => a.column - b.column))
  const found: Record<string, unknown> = { 'Tables.length': 1 }
  for (const [row, inRow] of rows.entries()) {
    found[`Tables.0.TableRows.${row}.TableColumns.length`] = inRow.length
    for (const [at, cell] of inRow.entries()) {
      const path = `Tables.0.TableRows.${row}.TableColumns.${at}`
      found[`${path}.Texts`] = cell.text
      found[`${path}.StartColumn`] = cell.column
      found[`${path}.EndColumn`] = cell.column + cell.columns - 1
      found[`${path}.EndRow`] = row + cell.rows - 1
    }
  }
  return found
}

const ruled: DrawnTable = {
  x: 60,
  y: 110,
  widths: [200, 180, 180, 200],
  height: 56,
  rows: [
    [['库存清单', 4, 1]],
    [
      ['品名', 1, 2],
      ['上半年', 2, 1],
      ['备注', 1, 2],
    ],
    ['入库', '出库'],
    ['龙井茶', '120', '96', '明前'],
    ['茉莉花茶', '80', '75', ''],
    [
      ['合计', 1, 1],
      ['371', 3, 1],
    ],
  ],
}

const plain: DrawnTable = {
  x: 60,
  y: 90,
  widths: [240, 160, 160, 180],
  height: 58,
  rows: [
    ['Item', 'Count', 'Price', 'Amount'],
    ['Pencil', '12', '1.50', '18.00'],
    ['Notebook', '4', '8.00', '32.00'],
    ['Eraser', '', '2.00', '6.00'],
  ],
}

const parameters = { OutputFormat: 'json', UseFinanceModel: 'false', AssureDirection: 'false', HasLine: 'false', SkipDetection: 'false' }
const size = { width: 880, height: 520 }

/** Tables with and without lines. */
export const tablePictures: readonly DocumentPicture[] = [
  {
    kind: 'ruled table',
    operation: 'RecognizeTable',
    parameters,
    ...size,
    below: borders(ruled, '#333333'),
    lines: [{ text: '第一仓库 二〇二四年', x: 60, y: 70, size: 28 }, ...texts(ruled), { text: '制表人：王芳', x: 600, y: 500, size: 24 }],
    expected: { ...expected(ruled), 'Tables.0.Head': '第一仓库二〇二四年', 'Tables.0.Tail': '制表人：王芳' },
  },
  {
    kind: 'ruled table',
    operation: 'RecognizeTable',
    parameters,
    ...size,
    tilt: 1.5,
    blur: 0.6,
    jpegQuality: 50,
    below: borders(ruled, '#9aa5b1'),
    lines: texts(ruled),
    expected: expected(ruled),
  },
  {
    kind: 'ruled table',
    operation: 'RecognizeTable',
    parameters,
    ...size,
    turn: 90,
    jpegQuality: 70,
    below: borders(ruled, '#1f6f54'),
    lines: texts(ruled),
    expected: expected(ruled),
  },
  {
    kind: 'table without lines',
    operation: 'RecognizeTable',
    parameters: { ...parameters, HasLine: 'true', AssureDirection: 'true' },
    width: 880,
    height: 380,
    lines: [{ text: 'Stock list', x: 60, y: 60, size: 34 }, ...texts(plain)],
    expected: { ...expected(plain), 'Tables.0.Head': 'Stock list' },
  },
  {
    kind: 'table without lines',
    operation: 'RecognizeTable',
    parameters,
    width: 880,
    height: 380,
    tilt: -2,
    below: '<path stroke="#888888" stroke-width="2" d="M60 148H800M60 322H800"/>',
    lines: texts(plain),
    expected: expected(plain),
  },
]
