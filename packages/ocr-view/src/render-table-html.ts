import { escapeMarkup } from './escape-markup.ts'
import type { Table, TableCell } from './read-tables.ts'

/**
 * A table as HTML: spans as they are, a field without a cell as an empty cell, text above it as its caption and below it as a paragraph.
 * Text of the response never becomes markup.
 *
 * @example const html = readTables(response).map(renderTableHtml).join('')
 */
export function renderTableHtml(table: Table): string {
  const rows = rowsOf(table).map((cells) => `<tr>${cells.map(cellElement).join('')}</tr>`)
  const caption = table.head.length > 0 ? `<caption>${lines(table.head.join('\n'))}</caption>\n` : ''
  const tail = table.tail.length > 0 ? `\n<p>${lines(table.tail.join('\n'))}</p>` : ''
  return `<table>\n${caption}<tbody>\n${rows.join('\n')}\n</tbody>\n</table>${tail}`
}

/** The cells of each row, with empty ones where a table has none. */
function rowsOf({ rows, columns, cells }: Table): TableCell[][] {
  const taken = new Uint8Array(rows * columns)
  const grid: TableCell[][] = Array.from({ length: rows }, () => [])
  for (const cell of cells) {
    for (let row = cell.row; row < cell.row + cell.rowSpan; row++)
      taken.fill(1, row * columns + cell.column, row * columns + cell.column + cell.columnSpan)
    grid[cell.row]?.push(cell)
  }
  for (const [row, found] of grid.entries()) {
    for (let column = 0; column < columns; column++)
      if (!taken[row * columns + column]) found.push({ row, column, rowSpan: 1, columnSpan: 1, text: '' })
    found.sort((a, b) => a.column - b.column)
  }
  return grid
}

function cellElement({ rowSpan, columnSpan, text }: TableCell): string {
  const spans = `${rowSpan > 1 ? ` rowspan="${rowSpan}"` : ''}${columnSpan > 1 ? ` colspan="${columnSpan}"` : ''}`
  return `<td${spans}>${lines(text)}</td>`
}

function lines(text: string): string {
  return escapeMarkup(text).replaceAll('\n', '<br>')
}
