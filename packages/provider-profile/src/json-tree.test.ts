import { describe, expect, it } from 'vitest'
import { placeOf, readJsonTree } from './json-tree.ts'

describe('readJsonTree', () => {
  it.each(['{}', '[]', ' {"a": [1, -2.5e+3, {"b": null}], "c": "x\\u00e9\\n"}\n', 'true', '"text"', '0'])(
    'finds no mistake in %j',
    (text) => {
      expect(() => JSON.parse(text)).not.toThrow()
      expect(readJsonTree(text)).toMatchObject({ start: text.search(/\S/), end: text.trimEnd().length })
    },
  )

  it.each<[string, number]>([
    ['', 0],
    ['{', 1],
    ['{"a" 1}', 5],
    ['{"a": }', 6],
    ['{"a": 1,}', 8],
    ['{"a": 1 "b": 2}', 8],
    ["{'a': 1}", 1],
    ['[1 2]', 3],
    ['[01]', 2],
    ['{"a": tru}', 6],
    ['{"a": "x\ny"}', 8],
    ['{"a": "\\x"}', 7],
    ['{"a": "open', 11],
    ['{} {}', 3],
    ['// c\n{}', 0],
  ])('R4 finds the mistake in %j at %i', (text, mistakeAt) => {
    expect(() => JSON.parse(text)).toThrow()
    expect(readJsonTree(text)).toEqual({ mistakeAt })
  })

  it('agrees with the engine about every text that is cut off or has a character too many', () => {
    const text = '{"current": "a", "profiles": [{"name": "a", "n": -1.5e2, "t": true, "x": null, "é": "\\"\\u00e9"}]}'
    for (let at = 0; at <= text.length; at++) {
      for (const changed of [text.slice(0, at), `${text.slice(0, at)},${text.slice(at)}`, text.slice(0, at) + text.slice(at + 1)]) {
        let valid = true
        try {
          JSON.parse(changed)
        } catch {
          valid = false
        }
        expect([changed, 'mistakeAt' in readJsonTree(changed)]).toEqual([changed, !valid])
      }
    }
  })

  it('gives up at a depth that no file has, without using up the stack', () => {
    expect(readJsonTree('['.repeat(100_000))).toHaveProperty('mistakeAt')
  })

  it('counts lines and columns from 1, whatever ends a line', () => {
    expect(placeOf('a\nb\r\nc\rde', 8)).toEqual({ line: 4, column: 2 })
    expect(placeOf('', 0)).toEqual({ line: 1, column: 1 })
  })
})
