import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { Eyes } from './eyes.ts'
import { cornersOf } from './fields/rectangle.ts'
import { recognizeTable } from './recognize-table.ts'

const text = (content: string, left: number, top: number) => ({
  text: content,
  probability: 1,
  corners: cornersOf({ left, top, right: left + 60, bottom: top + 18 }),
})
const lines = [
  text('Stock list', 40, 10),
  text('Item', 50, 66),
  text('Count', 210, 66),
  text('Pencil', 50, 116),
  text('12', 210, 116),
  text('Signed', 40, 200),
]
const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="240"><rect width="400" height="240" fill="#fff"/>
  <path stroke="#222" stroke-width="2" d="M40 50H360M40 100H360M40 150H360M40 50V150M200 50V150M360 50V150"/></svg>`
const parameters = {
  ImageURL: 'a',
  OutputFormat: 'json',
  UseFinanceModel: 'false',
  AssureDirection: 'true',
  HasLine: 'false',
  SkipDetection: 'false',
}

async function recognize(more: Readonly<Record<string, string>> = {}, asked: unknown[] = []) {
  const eyes = {
    readText: async (_: unknown, options: unknown) => {
      asked.push(options)
      return { lines, width: 400, height: 240, turn: 0 }
    },
  } as unknown as Eyes
  return recognizeTable(
    { parameters: { ...parameters, ...more }, fetchFile: async () => sharp(Buffer.from(drawing)).png().toBuffer() },
    eyes,
  )
}

const cell = (row: number, column: number, Width: number, Height: number, content: string) => ({
  StartRow: row,
  EndRow: row,
  StartColumn: column,
  EndColumn: column,
  Width,
  Height,
  Texts: [content],
})

describe('recognizeTable', () => {
  it('answers cells by ruled lines, with what stands above and below', async () => {
    const rows = [
      [cell(0, 0, 160, 50, 'Item'), cell(0, 1, 160, 50, 'Count')],
      [cell(1, 0, 160, 50, 'Pencil'), cell(1, 1, 160, 50, '12')],
    ]
    expect(await recognize()).toEqual({
      Tables: [{ Head: ['Stock list'], TableRows: rows.map((TableColumns) => ({ TableColumns })), Tail: ['Signed'] }],
      FileContent: '',
    })
  })

  it('does not look at ruled lines when HasLine says that there are none', async () => {
    const { Tables } = (await recognize({ HasLine: 'true' })) as {
      Tables: { Head: string[]; TableRows: { TableColumns: { Width: number }[] }[] }[]
    }
    expect(Tables).toMatchObject([{ Head: ['Stock list'], Tail: ['Signed'] }])
    expect(Tables[0]?.TableRows[1]?.TableColumns.map(({ Width }) => Width)).toEqual([160, 60])
  })

  it.each(['true', 'false'])('looks for the turn of the picture unless AssureDirection, which is %s', async (AssureDirection) => {
    const asked: unknown[] = []
    await recognize({ AssureDirection }, asked)
    expect(asked).toEqual([{ upright: AssureDirection === 'true' }])
  })

  it.each([
    ['OutputFormat', 'xml', 'ClientError.IllegalArgument'],
    ['OutputFormat', '', 'MissingOutputFormat'],
    ['SkipDetection', 'maybe', 'ClientError.IllegalArgument'],
    ['HasLine', '', 'MissingHasLine'],
    ['UseFinanceModel', '', 'MissingUseFinanceModel'],
  ])('refuses %s %j', async (name, value, code) => {
    await expect(recognize({ [name]: value })).rejects.toMatchObject({ code })
  })

  it.each(['json', 'html', 'xlsx'])('answers the same in the format %s', async (OutputFormat) => {
    expect(await recognize({ OutputFormat })).toEqual(await recognize())
  })
})
