import { describe, expect, it } from 'vitest'
import { readingOrder } from './reading-order.ts'
import type { TextLine } from './text-line.ts'

/** A line whose left top corner is at x and y before the page is turned by `tilt` degrees around its origin. */
function line(text: string, x: number, y: number, { width = 100, height = 20, tilt = 0 } = {}): TextLine {
  const [sin, cos] = [Math.sin((tilt * Math.PI) / 180), Math.cos((tilt * Math.PI) / 180)]
  const corner = (px: number, py: number) => ({ x: px * cos - py * sin, y: px * sin + py * cos })
  return { text, probability: 1, corners: [corner(x, y), corner(x + width, y), corner(x + width, y + height), corner(x, y + height)] }
}

const texts = (lines: readonly TextLine[]): string =>
  readingOrder(lines)
    .map(({ text }) => text)
    .join(' ')

describe('readingOrder', () => {
  it('reads rows from the top and each row from the left', () => {
    expect(texts([line('d', 300, 60), line('b', 300, 0), line('c', 0, 60), line('a', 0, 0)])).toBe('a b c d')
  })

  it('takes boxes that differ a little in height and place for one row', () => {
    expect(texts([line('b', 300, -4, { height: 26 }), line('a', 0, 3, { height: 18 }), line('c', 500, 2)])).toBe('a b c')
  })

  it.each([5, -5])('reads a page tilted by %i degrees in rows, although the far ends of two rows are level', (tilt) => {
    const page = [line('d', 700, 40, { tilt }), line('a', 0, 0, { tilt }), line('c', 0, 40, { tilt }), line('b', 700, 0, { tilt })]
    expect(texts(page)).toBe('a b c d')
  })

  it('does not let a short line or an upright column set the tilt', () => {
    const page = [
      line('c', 0, 60, { width: 600 }),
      line('b', 700, 0, { width: 30, tilt: 1 }),
      line('a', 0, 0, { width: 600 }),
      line('d', 800, 90, { width: 20, height: 200, tilt: 0 }),
    ]
    expect(texts(page)).toBe('a b c d')
  })

  it('has nothing to order on an empty page', () => {
    expect(readingOrder([])).toEqual([])
  })
})
