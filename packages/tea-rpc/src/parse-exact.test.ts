import { describe, expect, it } from 'vitest'
import { parseExact } from './parse-exact.ts'

describe('61 parseExact', () => {
  it.each([
    ['9007199254740991', 9007199254740991],
    ['-9007199254740991', -9007199254740991],
    ['9007199254740993', 9007199254740993n],
    ['-12345678901234567890', -12345678901234567890n],
    ['9007199254740993.0', 9007199254740993n],
    ['9007199254740993e0', 9007199254740993n],
    ['-9007199254740993.00E+0', -9007199254740993n],
    ['9.007199254740993e15', 9007199254740993n],
    ['0.9007199254740993e16', 9007199254740993n],
    ['90071992547409930e-1', 9007199254740993n],
    ['1e23', 10n ** 23n],
    ['1e22', 1e22],
    ['9007199254740992.0', 9007199254740992],
    ['1.0E7', 1e7],
    ['9007199254740993.5', Number('9007199254740993.5')],
    ['0.99999999999999999999', 1],
    ['1e-400', 0],
    ['0e999999999', 0],
    ['-0.0', -0],
    ['0.1234567890123456789', Number('0.1234567890123456789')],
  ])('reads %s as it is', (token, value) => {
    const inText = typeof value === 'bigint' ? `${value}` : value
    expect(parseExact(`{"a":[${token} , ${token}],"b":"${token}"}`)).toEqual({ a: [inText, inText], b: token })
    expect(parseExact(`{"a":[${token} , ${token}],"b":"${token}"}`, 'bigint')).toEqual({ a: [value, value], b: token })
    expect(parseExact(token, 'bigint')).toEqual(value)
  })

  it('keeps the digits of an exponent that no number can hold', () => {
    expect(parseExact('[1e999999999]')).toEqual(['1e999999999'])
    expect(parseExact('[1e999999999]', 'bigint')).toEqual(['1e999999999'])
  })

  it('takes texts of any length, backslashes and quotes in them', () => {
    const texts = [
      'x'.repeat(10_000_000),
      '\\'.repeat(100_001),
      '"'.repeat(100_000),
      '\\"1234567890123456789,\\',
      '\0',
      '\0n1',
      '',
      '1'.repeat(8_000_000),
    ]
    for (const bigints of ['text', 'bigint'] as const) {
      const body = `{"id":12345678901234567890,"texts":${JSON.stringify(texts)}}`
      const id = bigints === 'bigint' ? 12345678901234567890n : '12345678901234567890'
      // Compared by hand: a difference of such texts takes minutes to print.
      const read = parseExact(body, bigints) as { id: unknown; texts: string[] }
      expect(read.id).toBe(id)
      expect(read.texts.map((text, index) => text === texts[index])).toEqual(texts.map(() => true))
    }
  })

  it('takes lists and objects of any depth', () => {
    for (const bigints of ['text', 'bigint'] as const) {
      let value: unknown = parseExact(`${'{"a":['.repeat(50_000)}12345678901234567890${']}'.repeat(50_000)}`, bigints)
      for (let depth = 0; depth < 50_000; depth++) value = (value as { a: unknown[] }).a[0]
      expect(value).toBe(bigints === 'bigint' ? 12345678901234567890n : '12345678901234567890')
    }
  })

  it('R39: takes a member called __proto__ as plain data', () => {
    const value = parseExact('{"__proto__":{"a":12345678901234567890},"b":{"__proto__":12345678901234567890}}', 'bigint') as object
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(JSON.stringify(value, (_, member: unknown) => (typeof member === 'bigint' ? `${member}` : member))).toBe(
      '{"__proto__":{"a":"12345678901234567890"},"b":{"__proto__":"12345678901234567890"}}',
    )
  })

  it('refuses what is not JSON', () => {
    for (const text of ['', '{', '[12345678901234567890', '"12345678901234567890', '"\\"', '[1 2]', '12345678901234567890x']) {
      for (const bigints of ['text', 'bigint'] as const) expect(() => parseExact(text, bigints)).toThrow(SyntaxError)
    }
  })
})
