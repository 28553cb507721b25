import { around, heightOf, middleOf } from '../fields/rectangle.ts'
import type { TextLine } from '../text-line.ts'

const HEADER = /货物或应税劳务|服务名称|项目名称/
const NEXT_COLUMN = /规格型号|车牌号|单位|数量/

/** The names in the first column of an invoice: below its header, above the totals, and left of the next column. None without header or totals. */
export function itemNames(lines: readonly TextLine[]): readonly TextLine[] {
  const header = lines.find(({ text }) => HEADER.test(text.replace(/\s/g, '')))
  if (!header) return []
  const from = around(header.corners)
  const isBelow = ({ corners }: TextLine): boolean => middleOf(around(corners)).y > from.bottom
  // 合 may stand alone, far from its 计
  const end = [/^合计/, /^(?:合$|价税合计)/]
    .map((sum) => lines.find((line) => sum.test(line.text.replace(/\s/g, '')) && isBelow(line)))
    .find(Boolean)
  if (!end) return []
  const next = lines.find(({ text, corners }) => NEXT_COLUMN.test(text) && around(corners).left > from.left && isLevel(header, corners))
  const right = next ? around(next.corners).left : from.right
  const bottom = around(end.corners).top
  return lines.filter(({ text, corners }) => {
    const box = around(corners)
    return (
      middleOf(box).y > from.bottom &&
      middleOf(box).y < bottom &&
      box.left < right - heightOf(box) / 2 &&
      box.right < right + (box.right - box.left) / 2 &&
      /\p{L}/u.test(text)
    )
  })
}

function isLevel({ corners }: TextLine, other: TextLine['corners']): boolean {
  return Math.abs(middleOf(around(corners)).y - middleOf(around(other)).y) < heightOf(around(corners))
}
