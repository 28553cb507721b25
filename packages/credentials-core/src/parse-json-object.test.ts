import { expect, it } from 'vitest'
import { parseJsonObject } from './parse-json-object.ts'

it.each(['', 'null', '1', '"text"', '[1]', '{"a":', '<html>'])('R49 finds no members in %j', (text) => {
  expect(Object.keys(parseJsonObject(text))).toEqual([])
})

it('R39 takes names of the prototype for plain data', () => {
  const object = parseJsonObject('{"__proto__":{"polluted":true},"constructor":1}')
  expect(Object.getPrototypeOf(object)).toBe(null)
  expect(Object.keys(object)).toEqual(['__proto__', 'constructor'])
  expect(object.polluted).toBe(undefined)
  expect(({} as { polluted?: unknown }).polluted).toBe(undefined)
})
