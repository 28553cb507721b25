import { invalidOption } from '@x/credentials-core'
import type { SheetData } from 'write-excel-file/universal'
import { importPeer } from './import-peer.ts'
import type { Table } from './read-tables.ts'
import { xmlText } from './xml-text.ts'

/** Options of `renderXlsx`. */
export interface RenderXlsxOptions {
  /** A sheet for each. */
  readonly tables: readonly Table[]
  /** Names of the sheets. Default `Table 1`, `Table 2`, … What Excel does not allow in a name is replaced. */
  readonly names?: readonly string[] | undefined
  /**
   * Writes numbers as numbers, so that they can be added up: what is written plainly, with at most 15 digits and no zero in front, as Excel
   * would otherwise change them. Default false: all is text, exactly as it was read. A list names the columns, from 0, for which it holds:
   * amounts can be added up, while a number that is a name, such as that of an invoice, stays what it is.
   */
  readonly numbers?: boolean | readonly number[] | undefined
}

/** What Excel can hold in a sheet. */
const MAX_ROWS = 1_048_576
const MAX_COLUMNS = 16_384
const MAX_TEXT = 32_767
const MAX_NAME = 31

/**
 * Tables as an Excel file (XLSX), with their spans; text above and below a table stands in rows of its own. No text is ever a formula.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for no table, or for a table or cell that is larger than Excel's; `ERR_RUNTIME_UNSUPPORTED` when the
 * package `write-excel-file` is not installed.
 * @example await writeFile('tables.xlsx', await renderXlsx({ tables: readTables(response) }))
 */
export async function renderXlsx({ tables, names = [], numbers = false }: RenderXlsxOptions): Promise<Uint8Array<ArrayBuffer>> {
  if (tables.length === 0) throw invalidOption('tables', 'is empty', 'Pass at least one table.')
  for (const { rows, columns, head, tail } of tables)
    if (rows + head.length + tail.length > MAX_ROWS || columns > MAX_COLUMNS)
      throw invalidOption('tables', `has a table of ${rows} rows and ${columns} columns`, `A sheet holds ${MAX_ROWS} by ${MAX_COLUMNS}.`)
  const { default: writeXlsxFile } = await importPeer('write-excel-file', () => import('write-excel-file/universal'))
  const taken = new Set<string>()
  const sheets = tables.map((table, index) => ({
    sheet: sheetName(names[index] ?? `Table ${index + 1}`, taken),
    data: sheetData(table, numbers),
  }))
  const file = await writeXlsxFile(sheets).toBlob()
  return new Uint8Array(await file.arrayBuffer())
}

function sheetData({ head, tail, rows, columns, cells }: Table, numbers: boolean | readonly number[]): SheetData {
  const isNumber = (column: number): boolean => (typeof numbers === 'boolean' ? numbers : numbers.includes(column))
  const data: SheetData = Array.from({ length: rows }, () => Array(columns).fill(null))
  for (const { row, column, rowSpan, columnSpan, text } of cells) {
    const spans = { ...(rowSpan > 1 && { rowSpan }), ...(columnSpan > 1 && { columnSpan }) }
    if (text !== '' || rowSpan * columnSpan > 1) (data[row] as SheetData[number])[column] = { ...cellOf(text, isNumber(column)), ...spans }
  }
  const alone = (text: string) => [cellOf(text, false)]
  return [...head.map(alone), ...data, ...tail.map(alone)]
}

function cellOf(text: string, numbers: boolean): object {
  if (numbers && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) && text.replace(/\D/g, '').length <= 15) return { value: Number(text), type: Number }
  if (text.length > MAX_TEXT)
    throw invalidOption('tables', `has a cell of ${text.length} characters`, `A cell holds ${MAX_TEXT}: write CSV instead.`)
  return { value: literal(xmlText(text)), type: String, ...(text.includes('\n') && { wrap: true }) }
}

/** Excel reads `_x000D_` as the character of that code: its first underscore is written as such a code itself. */
function literal(text: string): string {
  return text.replace(/_(?=x[\da-f]{4}_)/gi, '_x005F_')
}

/** A name that Excel takes: without its forbidden characters, short enough, and not there yet, whatever the case. */
function sheetName(wanted: string, taken: Set<string>): string {
  const clean =
    xmlText(wanted)
      .replace(/[[\]:*?/\\]/g, ' ')
      .replace(/^'+|'+$/g, '')
      .trim() || 'Table'
  for (let number = 1; ; number++) {
    const ending = number === 1 ? '' : ` (${number})`
    const name = clean.slice(0, MAX_NAME - ending.length) + ending
    if (taken.has(name.toLowerCase())) continue
    taken.add(name.toLowerCase())
    return name
  }
}
