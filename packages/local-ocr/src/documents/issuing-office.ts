import type { Found } from '../fields/found.ts'
import { around, cornersOf, heightOf } from '../fields/rectangle.ts'
import type { TextLine } from '../text-line.ts'

const LAST_LINE = /(?:支队|大队|总队|公安局|公安厅|管理所)$/
const LINE_ABOVE = /^\p{Script=Han}+(?:省|市|区|县|公安局|公安厅|交通|管理)$/u

/** The office in a licence's stamp, which is printed in one to four short lines without a label. */
export function issuingOffice(lines: readonly TextLine[]): Found | undefined {
  const last = [...lines].reverse().find(({ text }) => LAST_LINE.test(text) && !/[:：]/.test(text))
  if (!last) return undefined
  const parts = [last]
  for (const line of [...lines].reverse()) {
    const top = around((parts[0] ?? last).corners)
    const box = around(line.corners)
    const isAbove = box.bottom < top.bottom && top.top - box.bottom < heightOf(top) && Math.abs(box.left - top.left) < 2 * heightOf(top)
    if (isAbove && LINE_ABOVE.test(line.text)) parts.unshift(line)
  }
  return {
    text: parts.map(({ text }) => text).join(''),
    line: { ...last, corners: cornersOf(around(...parts.map(({ corners }) => corners))) },
  }
}
