// Pictures of this folder and what the service would answer about them.
import type { OcrResponse, OverlayLine } from '@x/ocr-view'

interface Sample {
  readonly data: { readonly results: readonly OverlayLine[] }
}

type Line = [text: string, left: number, top: number, width: number, height: number, probability: number]

const receiptLines: Line[] = [
  ['西湖茶馆', 76, 47, 160, 44, 0.996],
  ['West Lake Tea House', 76, 102, 216, 24, 0.91],
  ['收据 RECEIPT', 640, 57, 191, 31, 0.98],
  ['2026-03-18', 640, 103, 113, 22, 0.74],
  ['龙井茶 Longjing tea', 76, 260, 234, 30, 0.97],
  ['96.00', 493, 261, 66, 26, 0.88],
  ['合计 Total', 76, 434, 145, 35, 0.99],
  ['160.00', 493, 436, 99, 29, 0.6],
  ['谢谢惠顾，欢迎再来!', 76, 511, 227, 28, 0.97],
]

const tableLines: Line[] = [
  ['Stock list', 24, 26, 116, 24, 0.99],
  ['Goods', 35, 78, 51, 17, 0.99],
  ['Count', 356, 78, 48, 17, 0.99],
  ['Price', 497, 78, 40, 17, 0.99],
  ['Paper', 35, 138, 46, 17, 0.85],
  ['A4 white', 170, 118, 71, 17, 0.97],
  ['12', 356, 118, 20, 17, 0.99],
  ['25.00', 497, 118, 46, 17, 0.99],
  ['A3 white', 170, 158, 71, 17, 0.7],
  ['5', 356, 158, 10, 17, 0.99],
  ['48.50', 497, 158, 46, 17, 0.99],
  ['Pencil HB', 35, 198, 75, 17, 0.97],
  ['144', 356, 198, 31, 17, 0.99],
  ['-1.20', 497, 198, 42, 17, 0.99],
  ['Page 1 of 1', 24, 241, 124, 22, 0.99],
]

const plain = ([text, left, top, width, height, probability]: Line): OverlayLine => ({
  text,
  probability,
  textRectangles: { left, top, width, height, angle: 0 },
})

/** The same box in a picture 600 pixels high that was turned clockwise by 90 degrees. */
const turned = ([text, left, top, width, height, probability]: Line): OverlayLine => ({
  text,
  probability,
  textRectangles: {
    left: 600 - (top + height / 2) - width / 2,
    top: left + width / 2 - height / 2,
    width,
    height,
    angle: 90,
  },
})

const cell = (startRow: number, endRow: number, startColumn: number, endColumn: number, text: string) => ({
  startRow,
  endRow,
  startColumn,
  endColumn,
  texts: [text],
})

export const receipt: Sample = { data: { results: receiptLines.map(plain) } }
export const turnedReceipt: Sample = { data: { results: receiptLines.map(turned) } }
export const tableText: Sample = { data: { results: tableLines.map(plain) } }
export const tableCells: OcrResponse = {
  data: {
    tables: [
      {
        head: ['Stock list'],
        tail: ['Page 1 of 1'],
        tableRows: [
          { tableColumns: [cell(0, 0, 0, 1, 'Goods'), cell(0, 0, 2, 2, 'Count'), cell(0, 0, 3, 3, 'Price')] },
          { tableColumns: [cell(1, 2, 0, 0, 'Paper'), cell(1, 1, 1, 1, 'A4 white'), cell(1, 1, 2, 2, '12'), cell(1, 1, 3, 3, '25.00')] },
          { tableColumns: [cell(2, 2, 1, 1, 'A3 white'), cell(2, 2, 2, 2, '5'), cell(2, 2, 3, 3, '48.50')] },
          { tableColumns: [cell(3, 3, 0, 1, 'Pencil HB'), cell(3, 3, 2, 2, '144'), cell(3, 3, 3, 3, '-1.20')] },
        ],
      },
    ],
  },
}

/** Texts that try to be something else than text, in every form that is written here. */
export const hostileTexts: readonly string[] = [
  '<script>parent.attacked = true</script>',
  '<img src=x onerror="parent.attacked = true">',
  '</title></svg></style></script><script>parent.attacked = true</script>',
  `" onload="parent.attacked = true" x='`,
  ']]><!-- --><!DOCTYPE x [<!ENTITY e "boom">]>&e;&lt;b&gt;',
  'javascript:parent.attacked = true',
  '=HYPERLINK("http://example.com/","x")',
  'bell\u0007 null\u0000 half\ud800 end\uffff',
  '\u202egnp.exe',
  ') Tj ET Q (attacked',
]
export const hostile: OcrResponse = {
  data: {
    results: hostileTexts.map((text, index) => plain([text, 10, 10 + index * 20, 300, 18, 0.9])),
    [hostileTexts[0] as string]: hostileTexts[1],
    tables: [{ head: hostileTexts, tail: hostileTexts, tableRows: [{ tableColumns: hostileTexts.map((text) => ({ texts: [text] })) }] }],
  },
}
