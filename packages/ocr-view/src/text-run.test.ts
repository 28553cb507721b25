import { describe, expect, it } from 'vitest'
import { turnedRectangle } from './geometry.ts'
import { splitWords } from './split-words.ts'
import { textRun } from './text-run.ts'

const run = (text: string, width: number, height: number, angle: number) => textRun(text, turnedRectangle([100, 100], width, height, angle))

describe('textRun', () => {
  it('follows the turn of a box', () => {
    expect(run('a line', 60, 20, 0)).toEqual({ start: [70, 110], angle: 0, length: 60, height: 20 })
    expect(run('a line', 60, 20, 90)).toEqual({ start: [90, 70], angle: 90, length: 60, height: 20 })
    expect(run('a line', 60, 20, 180)).toEqual({ start: [130, 90], angle: 180, length: 60, height: 20 })
    expect(run('a line', 60, 20, 270)).toEqual({ start: [110, 130], angle: -90, length: 60, height: 20 })
    expect(run('a line', 60, 20, 30)).toMatchObject({ angle: 30, length: expect.closeTo(60, 0), height: expect.closeTo(20, 0) })
  })

  it('runs along the side that fits the text: a column, a box turned by -90 degrees, a narrow letter', () => {
    expect(run('竖排文字', 20, 80, 0)).toMatchObject({ angle: 90, length: 80, height: 20 })
    expect(run('a longer line', 20, 130, -90)).toMatchObject({ start: [35, 110], angle: 0, length: 130, height: 20 })
    expect(run('I', 8, 30, 0)).toMatchObject({ angle: 0, length: 8, height: 30 })
    expect(run('11', 20, 30, 0)).toMatchObject({ angle: 0, length: 20, height: 30 })
  })

  it('bears a box without an extent', () => {
    for (const value of Object.values(run('x', 0, 0, 0)).flat()) expect(value).toBeTypeOf('number')
    expect(JSON.stringify(run('', 0, 0, 0))).not.toContain('null')
  })
})

describe('splitWords', () => {
  const region = (text: string, angle = 0) => ({ text, label: '', confidence: 0.5, corners: turnedRectangle([50, 10], 100, 20, angle) })

  it('shares the box out by the widths of the characters', () => {
    expect(splitWords(region('合计 12.00')).map(({ text, corners }) => [text, corners[0]?.[0], corners[1]?.[0]])).toEqual([
      ['合计', 0, 40],
      ['12.00', 50, 100],
    ])
    expect(splitWords(region('ab cd', 90)).map(({ corners }) => corners[0])).toEqual([
      [60, -40],
      [60, 20],
    ])
  })

  it('leaves a line of one word as it is', () => {
    const one = region('西湖茶馆')
    expect(splitWords(one)).toEqual([one])
  })
})
