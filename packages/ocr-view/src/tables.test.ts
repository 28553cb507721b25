import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { unzipSync } from 'fflate'
import readXlsxFile from 'read-excel-file/node'
import { describe, expect, it } from 'vitest'
import { readTables, tableFromRows } from './read-tables.ts'
import { renderTableCsv } from './render-table-csv.ts'
import { renderTableHtml } from './render-table-html.ts'
import { renderXlsx } from './render-xlsx.ts'

type Cell = [startRow: number, endRow: number, startColumn: number, endColumn: number, ...texts: string[]]
const answer = (...rows: Cell[][]) => ({
  data: {
    tables: [
      {
        head: ['Stock list'],
        tail: ['page 1'],
        tableRows: rows.map((row) => ({
          tableColumns: row.map(([startRow, endRow, startColumn, endColumn, ...texts]) => ({
            startRow,
            endRow,
            startColumn,
            endColumn,
            texts,
          })),
        })),
      },
    ],
  },
})
const stock = answer(
  [[0, 0, 0, 1, 'Item', '品名']],
  [
    [1, 2, 0, 0, '=cmd()'],
    [1, 1, 1, 1, '12'],
  ],
  [[2, 2, 1, 1, '-3.50']],
)
const only = (response: object) => readTables(response)[0] as NonNullable<ReturnType<typeof readTables>[0]>
const hostile = ['</td><script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "a & 'b'", 'bell\u0007 half\ud800']

describe('readTables', () => {
  it('reads size, spans and the text round a table', () => {
    expect(only(stock)).toEqual({
      head: ['Stock list'],
      tail: ['page 1'],
      rows: 3,
      columns: 2,
      cells: [
        { row: 0, column: 0, rowSpan: 1, columnSpan: 2, text: 'Item\n品名' },
        { row: 1, column: 0, rowSpan: 2, columnSpan: 1, text: '=cmd()' },
        { row: 1, column: 1, rowSpan: 1, columnSpan: 1, text: '12' },
        { row: 2, column: 1, rowSpan: 1, columnSpan: 1, text: '-3.50' },
      ],
    })
  })

  it('counts on where a cell does not say its row and column', () => {
    const rows = [{ tableColumns: [{ texts: ['a'] }, { texts: ['b'] }] }, { tableColumns: [{ startColumn: 1, texts: ['c'] }] }]
    expect(only({ data: { tables: [{ tableRows: rows }] } }).cells.map(({ row, column, text }) => [row, column, text])).toEqual([
      [0, 0, 'a'],
      [0, 1, 'b'],
      [1, 1, 'c'],
    ])
  })

  it('gives every field one owner, whatever is claimed, and loses no text', () => {
    const cell = fc.tuple(fc.nat(5), fc.nat(7), fc.nat(5), fc.nat(7))
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 12 }), (claims) => {
        const { rows, columns, cells } = only(answer(claims.map((claim, index) => [...claim, `<${index}>`])))
        const owners = new Map<string, number>()
        for (const { row, column, rowSpan, columnSpan } of cells)
          for (let y = row; y < row + rowSpan; y++)
            for (let x = column; x < column + columnSpan; x++) owners.set(`${y},${x}`, (owners.get(`${y},${x}`) ?? 0) + 1)
        expect(Math.max(0, ...owners.values())).toBeLessThanOrEqual(1)
        expect([...owners.keys()].every((at) => Number(at.split(',')[0]) < rows && Number(at.split(',')[1]) < columns)).toBe(true)
        const texts = cells.flatMap(({ text }) => text.split('\n')).sort()
        expect(texts).toEqual(claims.map((_, index) => `<${index}>`).sort())
      }),
    )
  })

  it('refuses a span that no memory holds, and says what to look at', () => {
    expect(() => readTables(answer([[0, 1e9, 0, 1e9, 'x']]))).toThrow(
      expect.objectContaining({ code: 'ERR_TOO_LARGE', hint: expect.stringContaining('endRow') }),
    )
  })
})

describe('tableFromRows', () => {
  it('takes the rows of a large batch', () => {
    const table = tableFromRows(Array.from({ length: 200_000 }, (_, index) => [index, null]))
    expect([table.rows, table.columns, table.cells.length]).toEqual([200_000, 2, 400_000])
    expect(renderTableCsv(table).endsWith('199999,\r\n')).toBe(true)
  })
})

describe('renderTableHtml', () => {
  it('keeps spans, fills gaps, and takes no text for markup', () => {
    const html = renderTableHtml(only(stock))
    expect(html).toContain('<caption>Stock list</caption>')
    expect(html).toContain('<tr><td colspan="2">Item<br>品名</td></tr>')
    expect(html).toContain('<tr><td rowspan="2">=cmd()</td><td>12</td></tr>\n<tr><td>-3.50</td></tr>')
    expect(renderTableHtml(only(answer([[0, 0, 1, 1, 'x']])))).toContain('<tr><td></td><td>x</td></tr>')
    const evil = renderTableHtml(tableFromRows([hostile]))
    expect(evil).not.toMatch(/<(script|img)/)
    expect(evil.match(/<td>/g)).toHaveLength(hostile.length)
  })
})

describe('renderTableCsv', () => {
  const cells = (csv: string) => parse(csv, { bom: true, relax_column_count: true }) as string[][]

  it('is what another parser of RFC 4180 reads back, for any text', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom('"', '\r\n', ',', ' a ', '中文', ';'))
    fc.assert(
      fc.property(fc.array(fc.array(text, { minLength: 2, maxLength: 2 }), { minLength: 1 }), (rows) => {
        const csv = renderTableCsv(tableFromRows(rows), { allowFormulas: true, byteOrderMark: true })
        expect(parse(csv, { bom: true, record_delimiter: '\r\n', skip_empty_lines: false })).toEqual(rows)
      }),
    )
  })

  it('stands a cell over several fields in its first one', () => {
    expect(renderTableCsv(only(stock))).toBe('"Item\n品名",\r\n\'=cmd(),12\r\n,-3.50\r\n')
  })

  it('disarms what a spreadsheet would run, and leaves numbers', () => {
    const dangerous = ['=1+1', '+1+cmd', '-1+1', '@SUM(A1)', '\t=1', '\r=1', '＝1+1', '  =1', '－x', '\n=1', '=HYPERLINK("http://x","y")']
    for (const [first] of cells(renderTableCsv(tableFromRows(dangerous.map((one) => [one, '']))))) expect(first).toMatch(/^'/)
    for (const one of ['-12.50', '+3', '-1,234.00', '-5%', '12', 'a=b', '2026-03-18'])
      expect(cells(renderTableCsv(tableFromRows([[one, '']])))[0]?.[0]).toBe(one)
  })

  it('quotes what another separator would cut, so that no part of a text becomes a formula', () => {
    expect(renderTableCsv(tableFromRows([['a;=1', 'b']]))).toBe('"a;=1",b\r\n')
    expect(renderTableCsv(tableFromRows([['a,=1', 'b\t=1']]), { separator: ';' })).toBe('"a,=1";"b\t=1"\r\n')
  })

  it('refuses another separator by name', () => {
    expect(() => renderTableCsv(tableFromRows([]), { separator: '=' as ',' })).toThrow(expect.objectContaining({ field: 'separator' }))
    expect(renderTableCsv(tableFromRows([['a', 'b;c', null, 1]]), { separator: ';' })).toBe('a;"b;c";;1\r\n')
  })
})

describe('renderXlsx', () => {
  const files = async (...given: Parameters<typeof renderXlsx>) => {
    const entries = Object.entries(unzipSync(await renderXlsx(...given)))
    return Object.fromEntries(entries.map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]))
  }

  it('writes a sheet a table, with merged cells and the text round it', async () => {
    const written = await files({ tables: [only(stock), only(stock)] })
    expect(written['xl/sharedStrings.xml']).toContain('<t>=cmd()</t>')
    expect(written['xl/sharedStrings.xml']).toContain('品名')
    const sheet = written['xl/worksheets/sheet1.xml'] as string
    expect([...sheet.matchAll(/mergeCell ref="([^"]+)"/g)].map(([, ref]) => ref)).toEqual(['A2:B2', 'A3:A4'])
    expect(sheet).not.toContain('<f>')
    expect(written['xl/workbook.xml']).toMatch(/name="Table 1".*name="Table 2"/)
  })

  it('makes numbers only of what a number keeps as it is written, and only when asked', async () => {
    const table = tableFromRows([['12.5', '-3', '0.10', '007', '1234567890123456', '1e5', '330000199507030000', '12%']])
    const numbers = async (on: boolean) =>
      [
        ...((await files({ tables: [table], numbers: on }))['xl/worksheets/sheet1.xml'] as string).matchAll(/<c r="([A-Z]\d)"><v>([^<]*)/g),
      ].map(([, at, value]) => `${at}=${value}`)
    expect(await numbers(false)).toEqual([])
    expect(await numbers(true)).toEqual(['A1=12.5', 'B1=-3', 'C1=0.1'])
  })

  it('makes numbers of the columns that are named, as another library reads them', async () => {
    const rows = [
      ['number', 'date', 'amount'],
      ['131000000000', '20240229', '106.00'],
      ['00000003', '', '-3.5'],
    ]
    const file = await renderXlsx({ tables: [tableFromRows(rows)], names: ['Invoices'], numbers: [2] })
    expect(await readXlsxFile(Buffer.from(file))).toEqual([
      { sheet: 'Invoices', data: [rows[0], ['131000000000', '20240229', 106], ['00000003', null, -3.5]] },
    ])
  })

  it('gives sheets names that Excel takes, each another', async () => {
    const table = tableFromRows([['x']])
    const long = `a/b:[c]${'d'.repeat(40)}`
    const book = (await files({ tables: [table, table, table, table], names: [long, long, "''", '<&>'] }))['xl/workbook.xml'] as string
    const names = [...book.matchAll(/<sheet [^>]*name="([^"]*)"/g)].map(([, name]) => name as string)
    expect(names.slice(0, 3)).toEqual([`a b  c ${'d'.repeat(24)}`, `a b  c ${'d'.repeat(20)} (2)`, 'Table'])
    expect(names[3]).toBe('&lt;&amp;&gt;')
  })

  it('takes no text for markup, and none that XML cannot hold', async () => {
    const strings = (await files({ tables: [tableFromRows([hostile])] }))['xl/sharedStrings.xml'] as string
    expect(strings).not.toMatch(/<(script|img|\/td)/)
    expect(strings).toMatch(/<t>bell\ufffd? half\ufffd?<\/t>/)
  })

  it('keeps text that looks like an escaped character of Excel', async () => {
    const texts = ['_x000D_', '_x003D_1', '_x005F_x000d_', '_x12_', '_x000D_x000D_']
    const strings = (await files({ tables: [tableFromRows([texts])] }))['xl/sharedStrings.xml'] as string
    const written = [...strings.matchAll(/<t[^>]*>([^<]*)/g)].map(([, text]) => text as string)
    expect(written).toEqual(['_x005F_x000D_', '_x005F_x003D_1', '_x005F_x005F_x005F_x000d_', '_x12_', '_x005F_x000D_x005F_x000D_'])
    // As Excel reads it back.
    const read = written.map((text) =>
      text.replace(/_x([\da-f]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    )
    expect(read).toEqual(texts)
  })

  it('refuses what Excel cannot hold, and says what does', async () => {
    await expect(renderXlsx({ tables: [] })).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION', field: 'tables' })
    await expect(renderXlsx({ tables: [tableFromRows([['x'.repeat(32_768)]])] })).rejects.toMatchObject({
      hint: expect.stringContaining('CSV'),
    })
    await expect(renderXlsx({ tables: [{ ...tableFromRows([]), columns: 16_385 }] })).rejects.toMatchObject({ field: 'tables' })
  })
})
