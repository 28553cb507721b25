import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createDigestTable } from './digest-table.ts'

const digest = (text: unknown): string => createHash('sha1').update(`${text}`).digest('hex')

describe('createDigestTable', () => {
  it('answers as a map does, through growth, changes and forgetting', () => {
    const table = createDigestTable()
    const model = new Map<string, number>()
    let seed = 1
    const random = (below: number): number => {
      seed = (seed * 1103515245 + 12345) % 2147483648
      return Math.floor((seed / 2147483648) * below)
    }
    for (let step = 0; step < 20_000; step++) {
      const key = digest(random(6000))
      if (random(4) === 0) {
        table.set(key, undefined)
        model.delete(key)
      } else {
        const value = random(2) ? step * 2 ** 20 : 0
        table.set(key, value)
        model.set(key, value)
      }
    }
    for (let key = 0; key < 7000; key++) expect(table.get(digest(key))).toBe(model.get(digest(key)))
  })

  it('answers right while ever new digests come and go', () => {
    const table = createDigestTable()
    for (let key = 0; key < 50_000; key++) {
      table.set(digest(key), key)
      if (key >= 500) table.set(digest(key - 500), undefined)
    }
    for (let key = 49_000; key < 50_000; key++) expect(table.get(digest(key))).toBe(key >= 49_500 ? key : undefined)
  })

  it('keeps digests apart that differ in one bit, wherever it is, also at the end of the table', () => {
    const table = createDigestTable()
    const first = 'f'.repeat(40)
    const others = Array.from({ length: 40 }, (_, at) => `${first.slice(0, at)}e${first.slice(at + 1)}`)
    for (const [index, key] of [first, ...others].entries()) table.set(key, index)
    expect([first, ...others].map((key) => table.get(key))).toEqual(Array.from({ length: 41 }, (_, index) => index))
    expect(table.get(`${first.slice(0, 39)}d`)).toBeUndefined()
  })

  it('keeps -1, the mark of a call in doubt, apart from what was never set', () => {
    const table = createDigestTable()
    table.set(digest(1), -1)
    expect([table.get(digest(1)), table.get(digest(2))]).toEqual([-1, undefined])
  })
})
