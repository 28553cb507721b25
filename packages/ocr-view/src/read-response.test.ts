import { describe, expect, it } from 'vitest'
import { type OcrResponse, readResponse } from './read-response.ts'

const read = (data: object) => readResponse({ data })
const square = (x: number, y: number, size: number) => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
]
const points = (x: number, y: number, size: number) => square(x, y, size).map(([left, top]) => ({ x: left, y: top }))

describe('readResponse', () => {
  it('reads lines, words, plates and items where each operation puts them', () => {
    expect(
      read({ results: [{ text: 'a', probability: 0.5, textRectangles: { left: 0, top: 0, width: 9, height: 9, angle: 0 } }] }),
    ).toEqual({
      regions: [{ text: 'a', label: '', confidence: 0.5, corners: square(0, 0, 9) }],
      fields: [],
    })
    const word = { word: 'b', x: 1, y: 2, width: 9, height: 9, angle: 0, positions: points(3, 4, 5) }
    expect(read({ pageIndex: 1, angle: 0, wordsInfo: [word] }).regions).toEqual([
      { text: 'b', label: '', confidence: undefined, corners: square(3, 4, 5) },
    ])
    const plate = {
      plateNumber: '沪B67890',
      plateType: '小型汽车',
      confidence: 0.9,
      roi: { x: 0, y: 0, w: 1, h: 1 },
      positions: points(2, 2, 6),
    }
    expect(read({ plates: [plate] }).regions).toEqual([{ text: '沪B67890', label: '小型汽车', confidence: 0.9, corners: square(2, 2, 6) }])
    const item = { text: '28.00', itemRoi: { angle: 0, center: { x: 10, y: 20 }, size: { w: 4, h: 4 } } }
    expect(read({ invoices: [{ rotateType: 0, invoiceRoi: { x: 0, y: 0, w: 50, h: 50 }, items: [item] }] })).toEqual({
      regions: [
        { text: '', label: 'invoiceRoi', confidence: undefined, corners: square(0, 0, 50) },
        { text: '28.00', label: '', confidence: undefined, corners: square(8, 18, 4) },
      ],
      fields: [],
    })
  })

  it('gives a value of an invoice once, at its place where it has one', () => {
    const info = { key: 'InvoiceNo', value: '00000001', valueScore: 99, valuePositions: points(5, 5, 5) }
    const { regions, fields } = read({ content: { invoiceNo: '00000001', sumAmount: '20.00', invoiceAmount: '' }, keyValueInfos: [info] })
    expect(regions).toEqual([{ text: '00000001', label: 'InvoiceNo', confidence: 0.99, corners: square(5, 5, 5) }])
    expect(fields).toEqual([{ label: 'sumAmount', text: '20.00' }])
  })

  it('joins the values of a VAT invoice with their boxes, one or many', () => {
    const { regions, fields } = read({
      content: { invoiceNo: '3', antiFakeCode: '1', itemName: ['a', 'b'], payee: 'A', payeeAddress: 'road', taxAmount: '6.00' },
      box: {
        invoiceNoes: [1, 1, 3, 3],
        invoiceFakeCodes: [0, 0, 1, 1],
        itemNames: [0, 0, 2, 2],
        payees: [4, 4, 5, 5, 6, 6, 7, 7],
        payeeAddresses: [9, 8],
      },
    })
    expect(regions.map(({ label, text }) => [label, text])).toEqual([
      ['invoiceNo', '3'],
      ['antiFakeCode', '1'],
      ['itemName', 'a\nb'],
      ['payee', 'A'],
    ])
    expect(regions[0]?.corners).toEqual(square(1, 1, 2))
    expect(fields).toEqual([
      { label: 'payeeAddress', text: 'road' },
      { label: 'taxAmount', text: '6.00' },
    ])
  })

  it('names things that have a place and no text', () => {
    const { regions, fields } = read({
      name: 'Ltd.',
      angle: 0,
      stamp: { left: 1, top: 1, width: 3, height: 3 },
      cardAreas: points(0, 0, 8),
    })
    expect(regions.map(({ label, text }) => [label, text])).toEqual([
      ['stamp', ''],
      ['cardAreas', ''],
    ])
    expect(fields).toEqual([{ label: 'name', text: 'Ltd.' }])
  })

  it('reads every frame of a video, codes, and cards whose values have names', () => {
    const rectangle = { left: 0, top: 0, width: 4, height: 4, angle: 0 }
    const element = { text: 'EXIT', score: 0.9, textRectangles: [rectangle, { ...rectangle, left: 6 }] }
    expect(read({ width: 9, height: 9, frames: [{ timestamp: 2000, elements: [element] }] })).toEqual({
      regions: [0, 6].map((left) => ({ text: 'EXIT', label: '', confidence: 0.9, corners: square(left, 0, 4) })),
      fields: [{ label: 'timestamp', text: '2000' }],
    })
    expect(read({ elements: [{ results: [{ label: 'qrcode', rate: 99.9, qrCodesData: ['https://example.com/', 'x'] }] }] }).fields).toEqual(
      [
        { label: 'label', text: 'qrcode' },
        { label: 'rate', text: '99.9' },
        { label: 'qrCodesData', text: 'https://example.com/' },
        { label: 'qrCodesData', text: 'x' },
      ],
    )
    expect(read({ name: { text: 'Budi', score: 98, keyPoints: points(1, 1, 1) } }).regions).toEqual([
      { text: 'Budi', label: 'name', confidence: 0.98, corners: square(1, 1, 1) },
    ])
  })

  it('brings places of an upright picture of its own size back into the picture at hand', () => {
    // The page lay on its right side: what is at the top left of the upright one is at the top right of the one that was sent.
    const turned = {
      angle: 90,
      width: 100,
      height: 200,
      orgWidth: 200,
      orgHeight: 100,
      wordsInfo: [{ word: 'a', x: 10, y: 20, width: 30, height: 5 }],
    }
    const corners = (size: { width: number; height: number }, data: object = turned) => readResponse({ data }, size).regions[0]?.corners[0]
    expect(corners({ width: 200, height: 100 })).toEqual([180, 10])
    expect(corners({ width: 400, height: 200 })).toEqual([360, 20])
    expect(corners({ width: 100, height: 200 })).toEqual([10, 20])
    expect(corners({ width: 200, height: 100 }, { ...turned, angle: 270 })).toEqual([20, 90])
    expect(corners({ width: 100, height: 200 }, { ...turned, angle: 180, orgWidth: 100, orgHeight: 200 })).toEqual([90, 180])
    expect(corners({ width: 50, height: 100 }, { ...turned, angle: 0, orgWidth: undefined, orgHeight: undefined })).toEqual([5, 10])
  })

  it('reads several responses about one picture as one', () => {
    const responses = [
      { data: { results: [{ text: 'a', textRectangles: { left: 0, top: 0, width: 1, height: 1 } }] } },
      { data: { vinCode: 'V' } },
    ]
    expect(readResponse(responses)).toMatchObject({ regions: [{ text: 'a' }], fields: [{ label: 'vinCode', text: 'V' }] })
  })

  it('makes nothing of answers that hold nothing, or something else than they should', () => {
    let deep: object = { text: 'x' }
    for (let level = 0; level < 10_000; level++) deep = { deep }
    const odd: OcrResponse[] = [
      {},
      { data: null },
      { data: [] },
      { data: { results: [null, 3, 'x', { text: 4, textRectangles: [] }] } },
      { data: deep },
    ]
    for (const response of odd) expect(readResponse(response).regions).toEqual([])
    expect(
      read({ results: [{ text: 'x', textRectangles: { left: '1', top: '2', width: '3', height: '4' } }] }).regions[0]?.corners[0],
    ).toEqual([1, 2])
  })
})
