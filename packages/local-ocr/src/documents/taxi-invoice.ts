import { around } from '../fields/rectangle.ts'
import { linesAsGiven, type Reading } from '../reading.ts'
import { levelBox } from '../text-line.ts'
import { splitByHeading } from './split-by-heading.ts'

/** Words of which a taxi receipt has several. */
const WORDS = [/出租/, /上车/, /下车/, /里程/, /单价/, /等候/, /车号|车牌|车费/, /发票代码/, /金额|合计/, /taxi/i]

/**
 * Finds taxi receipts and their lines, with places in pixels of the picture given. Of a picture that is no receipt nothing is answered.
 * `RotateType` counts quarter turns clockwise.
 */
export function readTaxiInvoices(reading: Reading): Record<string, unknown> {
  const given = linesAsGiven(reading)
  const parts = splitByHeading(reading.lines, (text) => /出租.*发票|出租汽车.*票/.test(text))
  const receipts = (parts.length > 0 ? parts : [reading.lines]).filter((lines) => {
    const text = lines.map((line) => line.text).join(' ')
    return WORDS.filter((word) => word.test(text)).length >= 3
  })
  const Invoices = receipts.map((lines) => {
    const placed = lines.map((line) => given[reading.lines.indexOf(line)] ?? line)
    const { left, top, right, bottom } = around(...placed.map(({ corners }) => corners))
    return {
      RotateType: reading.turn / 90,
      InvoiceRoi: { X: round(left), Y: round(top), W: round(right - left), H: round(bottom - top) },
      Items: placed.map(({ text, corners }) => {
        const { centre, width, height, angle } = levelBox(corners)
        return {
          Text: text,
          ItemRoi: { Angle: round(angle), Center: { X: round(centre.x), Y: round(centre.y) }, Size: { W: round(width), H: round(height) } },
        }
      }),
    }
  })
  return { Invoices }
}

function round(value: number): number {
  return Math.round(value * 10) / 10 + 0 // never -0
}
