import { invalidOption } from '@x/credentials-core'
import type { Table } from './read-tables.ts'

/** How the file is written. */
export interface RenderTableCsvOptions {
  /** Default `,`; `;` where the comma is the decimal sign; `\t`. */
  readonly separator?: ',' | ';' | '\t' | undefined
  /** Begins with the mark by which Excel knows that Chinese text is UTF-8. Default false. */
  readonly byteOrderMark?: boolean | undefined
  /** Writes what spreadsheets would run as a formula as it stands: only for programs that read plain CSV. Default false. */
  readonly allowFormulas?: boolean | undefined
}

/** What spreadsheets take for a formula, in their full-width forms, too. */
const FORMULA = /^[\t\r\n ]*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212]|^[\t\r]/
/** A signed number is none, and a bank statement is full of them. */
const NUMBER = /^[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?%?$/

/**
 * A table as CSV (RFC 4180: lines end with CR LF, quotes are doubled). A cell over several fields stands in its first one. What a spreadsheet
 * would run as a formula gets an apostrophe in front; numbers such as `-12.50` stay as they are.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for another separator.
 * @example const [csv] = readTables(response).map((table) => renderTableCsv(table, { byteOrderMark: true }))
 */
export function renderTableCsv(table: Table, options: RenderTableCsvOptions = {}): string {
  const { separator = ',', byteOrderMark = false, allowFormulas = false } = options
  if (![',', ';', '\t'].includes(separator)) throw invalidOption('separator', 'is none', 'Pass a comma, a semicolon or a tab.')
  const rows = textRows(table).map((texts) => texts.map((text) => quoted(allowFormulas ? text : harmless(text))).join(separator))
  return `${byteOrderMark ? '\ufeff' : ''}${rows.map((row) => `${row}\r\n`).join('')}`
}

/** The texts of a table by row and column, empty where a cell has none of its own. */
function textRows({ rows, columns, cells }: Table): string[][] {
  const texts = Array.from({ length: rows }, () => Array<string>(columns).fill(''))
  for (const { row, column, text } of cells) (texts[row] as string[])[column] = text
  return texts
}

function harmless(text: string): string {
  return FORMULA.test(text) && !NUMBER.test(text.trim()) ? `'${text}` : text
}

/** In quotes where it holds any separator: which one a spreadsheet takes is a matter of its settings. */
function quoted(text: string): string {
  return /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
