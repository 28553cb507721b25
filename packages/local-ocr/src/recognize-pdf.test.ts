import { expect, it } from 'vitest'
import { cornersOf } from './fields/rectangle.ts'
import type { Reading } from './reading.ts'
import { strip } from './recognize-pdf.ts'

const line = (text: string, top: number) => ({ text, probability: 1, corners: cornersOf({ left: 120, top, right: 330, bottom: top + 28 }) })
const first: Reading = { lines: [line('Dear customer', 160)], width: 1240, height: 1754, turn: 0 }
const lying: Reading = { lines: [line('Appendix', 100)], width: 1754, height: 1240, turn: 90 }

it('one page is answered as the service does', () => {
  const positions = [
    [120, 160],
    [330, 160],
    [330, 188],
    [120, 188],
  ]
  expect(strip([first])).toEqual({
    PageIndex: 1,
    Angle: 0,
    Width: 1240,
    Height: 1754,
    OrgWidth: 1240,
    OrgHeight: 1754,
    WordsInfo: [
      { Word: 'Dear customer', X: 120, Y: 160, Width: 210, Height: 28, Angle: 0, Positions: positions.map(([X, Y]) => ({ X, Y })) },
    ],
  })
})

it('further pages lie below the first, each turned upright', () => {
  const { WordsInfo, ...frame } = strip([first, lying]) as { WordsInfo: { Word: string; Y: number; Positions: { Y: number }[] }[] }
  expect(frame).toEqual({ PageIndex: 1, Angle: 0, Width: 1754, Height: 2994, OrgWidth: 1240, OrgHeight: 3508 })
  expect(WordsInfo.map(({ Word, Y, Positions }) => [Word, Y, Positions[2]?.Y])).toEqual([
    ['Dear customer', 160, 188],
    ['Appendix', 1854, 1882],
  ])
})

it('a file without pages has no words', () => {
  expect(strip([])).toMatchObject({ Width: 0, Height: 0, WordsInfo: [] })
})
