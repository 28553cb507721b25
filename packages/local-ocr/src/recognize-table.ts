import { decodePicture, type Picture } from './decode-picture.ts'
import type { Eyes } from './eyes.ts'
import { around, heightOf, middleOf } from './fields/rectangle.ts'
import { levelled } from './level-picture.ts'
import type { OcrInput } from './ocr-engine.ts'
import { booleanParameter, choiceParameter, textParameter } from './parameters.ts'
import { LIMITS } from './picture-limits.ts'
import { findRules } from './table/find-rules.ts'
import { ruledTables } from './table/ruled-tables.ts'
import type { Table } from './table/table.ts'
import { unruledTable } from './table/unruled-table.ts'
import type { TextLine } from './text-line.ts'
import { turnUpright } from './turn-picture.ts'

/**
 * Answers RecognizeTable. `HasLine` is true for tables without upright lines, `AssureDirection` for pictures that are upright. A picture
 * without ruled lines is read by its rows and columns. The finance model and `SkipDetection` change nothing here.
 */
export async function recognizeTable({ parameters, fetchFile }: OcrInput, eyes: Eyes): Promise<Record<string, unknown>> {
  const url = textParameter(parameters, 'ImageURL')
  choiceParameter(parameters, 'OutputFormat', ['json', 'html', 'xlsx'])
  booleanParameter(parameters, 'SkipDetection')
  booleanParameter(parameters, 'UseFinanceModel')
  const isUnruled = booleanParameter(parameters, 'HasLine')
  const upright = booleanParameter(parameters, 'AssureDirection')

  const given = await decodePicture(await fetchFile(url), LIMITS.anySize)
  const { picture, lines } = await readLevel(given, eyes, upright)
  const ruled = isUnruled ? [] : tablesByRules(picture, lines)
  const unruled = ruled.length === 0 ? unruledTable(lines) : undefined
  return { Tables: wireTables(unruled ? [unruled] : ruled, lines), FileContent: '' }
}

/** Reads a picture, turned upright and level, so that rows are level. */
async function readLevel(given: Picture, eyes: Eyes, upright: boolean): Promise<{ picture: Picture; lines: readonly TextLine[] }> {
  const reading = await eyes.readText(given, { upright })
  const turned = turnUpright(given, reading.turn)
  const picture = await levelled(turned, reading.lines)
  return { picture, lines: picture === turned ? reading.lines : (await eyes.readText(picture, { upright: true })).lines }
}

/** Lines of letters are shorter than what is looked for here. */
function tablesByRules(picture: Picture, lines: readonly TextLine[]): Table[] {
  const heights = lines.map(({ corners }) => heightOf(around(corners))).sort((a, b) => a - b)
  const letter = heights[heights.length >> 1] ?? 16
  const { level, upright } = findRules(picture, Math.max(40, letter * 2.5), Math.max(20, letter * 1.1))
  return ruledTables(level, upright, lines)
}

/** What stands above a table, below the one before, is its head; what stands below the last table is its tail. */
function wireTables(tables: readonly Table[], lines: readonly TextLine[]): Record<string, unknown>[] {
  const members = new Set(tables.flatMap((table) => table.lines))
  const outside = lines.filter((line) => !members.has(line)).map(({ text, corners }) => ({ text, y: middleOf(around(corners)).y }))
  return tables.map(({ cells, place }, at) => {
    const above = tables[at - 1]?.place.top ?? Number.NEGATIVE_INFINITY
    const isLast = at === tables.length - 1
    const rows = [...new Set(cells.map(({ startRow }) => startRow))].sort((a, b) => a - b)
    return {
      Head: outside.filter(({ y }) => y > above && y < place.top).map(({ text }) => text),
      TableRows: rows.map((row) => ({
        TableColumns: cells
          .filter(({ startRow }) => startRow === row)
          .sort((a, b) => a.startColumn - b.startColumn)
          .map((cell) => ({
            StartRow: cell.startRow,
            EndRow: cell.endRow,
            StartColumn: cell.startColumn,
            EndColumn: cell.endColumn,
            Width: Math.round(cell.width),
            Height: Math.round(cell.height),
            Texts: cell.texts,
          })),
      })),
      Tail: isLast ? outside.filter(({ y }) => y > place.top).map(({ text }) => text) : [],
    }
  })
}
