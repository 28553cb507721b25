import { describe, expect, it } from 'vitest'
import type { Picture } from '../decode-picture.ts'
import { cornersOf } from '../fields/rectangle.ts'
import type { TextLine } from '../text-line.ts'
import { findRules } from './find-rules.ts'
import { ruledTables } from './ruled-tables.ts'
import type { Table } from './table.ts'
import { unruledTable } from './unruled-table.ts'

type Stroke = readonly [left: number, top: number, right: number, bottom: number]

/** A white picture of 400 x 300 pixels with strokes. */
function drawn(strokes: readonly Stroke[], value = 60): Picture {
  const [width, height] = [400, 300]
  const data = new Uint8Array(width * height * 4).fill(255)
  for (const [left, top, right, bottom] of strokes) {
    for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) data.fill(value, (y * width + x) * 4, (y * width + x) * 4 + 3)
  }
  return { width, height, data }
}

const level = (y: number, from = 50, to = 350): Stroke => [from, y, to, y + 2]
const upright = (x: number, from = 50, to = 200): Stroke => [x, from, x + 2, to]
const text = (content: string, x: number, y: number, width = 30): TextLine => ({
  text: content,
  probability: 1,
  corners: cornersOf({ left: x, top: y, right: x + width, bottom: y + 16 }),
})

/** Cells as `rows/columns: text`. */
function cellsOf({ cells }: Table): string[] {
  const range = (from: number, to: number): string => (from === to ? `${from}` : `${from}-${to}`)
  return cells.map((cell) => `${range(cell.startRow, cell.endRow)}/${range(cell.startColumn, cell.endColumn)}: ${cell.texts.join('|')}`)
}

function read(strokes: readonly Stroke[], lines: readonly TextLine[]): Table[] {
  const rules = findRules(drawn(strokes), 40, 20)
  return ruledTables(rules.level, rules.upright, lines)
}

describe('findRules', () => {
  it('finds thin lines in both directions, and their ends', () => {
    const { level: rows, upright: columns } = findRules(drawn([level(80), upright(120)], 200), 40, 20)
    expect(rows).toEqual([{ at: 80.5, from: 50, to: 349 }])
    expect(columns).toEqual([{ at: 120.5, from: 50, to: 199 }])
  })

  it('joins a slanting line, and passes over short strokes, areas and pale lines', () => {
    const slanting: Stroke[] = [level(80, 50, 150), level(81, 150, 250), level(82, 250, 350)]
    expect(findRules(drawn(slanting), 40, 20).level).toHaveLength(1)
    expect(findRules(drawn([level(80, 50, 80), [50, 100, 350, 140]]), 40, 20).level).toEqual([])
    expect(findRules(drawn([level(80)], 240), 40, 20).level).toEqual([])
  })
})

describe('ruledTables', () => {
  const grid = [level(50), level(100), level(150), level(198), upright(50), upright(150), upright(250), upright(348)]

  it('puts text into its cells and keeps empty ones', () => {
    const [table, ...others] = read(grid, [
      text('a', 60, 70),
      text('b', 160, 70),
      text('b2', 160, 86),
      text('z', 300, 170),
      text('out', 300, 220),
    ])
    expect(others).toEqual([])
    expect(cellsOf(table as Table)).toEqual(['0/0: a', '0/1: b|b2', '0/2: ', '1/0: ', '1/1: ', '1/2: ', '2/0: ', '2/1: ', '2/2: z'])
    expect(table?.lines.map((line) => line.text)).not.toContain('out')
  })

  it('finds cells that span columns and rows', () => {
    const spans = [level(50), level(100, 150), level(150), level(198), upright(50), upright(150), upright(250, 100), upright(348)]
    const [table] = read(spans, [text('deep', 60, 90), text('wide', 230, 70)])
    expect(cellsOf(table as Table)).toEqual(['0-1/0: deep', '0/1-2: wide', '1/1: ', '1/2: ', '2/0: ', '2/1: ', '2/2: '])
  })

  it('takes a table that is open at its sides', () => {
    const [table] = read([level(50), level(100), level(150), upright(200, 50, 152)], [text('a', 60, 70), text('b', 260, 120)])
    expect(cellsOf(table as Table)).toEqual(['0/0: a', '0/1: ', '1/0: ', '1/1: b'])
  })

  it('keeps tables apart whose lines do not meet', () => {
    const second = [level(230), level(260), level(290), upright(50, 230, 292), upright(200, 230, 292), upright(348, 230, 292)]
    expect(read([...grid, ...second], []).map(({ cells }) => cells.length)).toEqual([9, 4])
  })

  it('takes neither a frame nor an underline for a table', () => {
    expect(read([level(50), level(198), upright(50), upright(348)], [text('a', 60, 70)])).toEqual([])
    expect(read([level(50)], [text('a', 60, 30)])).toEqual([])
  })
})

describe('unruledTable', () => {
  const rows = [
    text('Title', 50, 10),
    text('Item', 50, 50),
    text('Count', 200, 50, 50),
    text('Pencil', 50, 90, 60),
    text('12', 210, 92, 20),
  ]

  it('makes rows and columns, and leaves single lines round them out', () => {
    const table = unruledTable([...rows, text('Thanks', 50, 200)]) as Table
    expect(cellsOf(table)).toEqual(['0/0: Item', '0/1: Count', '1/0: Pencil', '1/1: 12'])
    expect(table.lines.map((line) => line.text)).toEqual(['Item', 'Count', 'Pencil', '12'])
  })

  it('keeps the columns of empty cells, and lets a wide text span', () => {
    const table = unruledTable([
      ...rows,
      text('7', 212, 130, 10),
      text('a remark on both', 50, 170, 190),
      text('x', 50, 210),
      text('y', 210, 210),
    ])
    expect(cellsOf(table as Table).slice(4)).toEqual(['2/0: ', '2/1: 7', '3/0-1: a remark on both', '4/0: x', '4/1: y'])
  })

  it('finds none in running text', () => expect(unruledTable([text('one', 50, 10), text('two', 50, 40)])).toBeUndefined())
})
