import { describe, expect, it } from 'vitest'
import { type IniFile, parseIni } from './parse-ini.ts'

const values = async (text: string, section = 's'): Promise<Record<string, string> | undefined> => {
  const file = (await parseIni(text)) as IniFile
  const found = file.sections.get(section)
  return found && { ...found }
}
/** What a value reads as. */
const value = async (text: string): Promise<string | undefined> => (await values(`[s]\nk = ${text}`))?.k

describe('the grammar of the credentials file', () => {
  it.each([
    ['v', 'v'],
    ['v   # text', 'v'],
    ['v ; text', 'v'],
    ['v\t# text', 'v'],
    ['', ''],
    ['# text', ''],
    ['"v" # c', 'v'],
    ['"v"', 'v'],
    ["'x'", 'x'],
    ['"a\\nb"', 'a\\nb'],
    ['"a\'b"', "a'b"],
    ['"', '"'],
    ['"open', '"open'],
    ['"a" b', '"a" b'],
    ['"a"b"', 'a"b'],
    ['"{"Version":"1"}" # policy', '{"Version":"1"}'],
    ['\'{"Version":"1"}\'', '{"Version":"1"}'],
    ['{"Version":"1"}', '{"Version":"1"}'],
    ['true', 'true'],
    ['TRUE', 'TRUE'],
    ['null', 'null'],
    ['123', '123'],
    ['0x10', '0x10'],
    ['a=b==', 'a=b=='],
    ['100%', '100%'],
    ['%2E', '%2E'],
    ['ab\\#cd', 'ab\\#cd'],
    ['C:\\keys\\pk.pem', 'C:\\keys\\pk.pem'],
    ['[x]', '[x]'],
    ['密钥', '密钥'],
    ['a\u2028b', 'a\u2028b'],
    ['"  blanks  "', '  blanks  '],
    ['trailing \\', 'trailing \\'],
  ])('reads %j as %j', async (text, expected) => {
    expect(await value(text)).toBe(expected)
  })

  it('E78 R40 keeps # and ; inside a value', async () => {
    expect(await values('[s]\na = ab#cd\nb = ab;cd\nc = #cd\nd = ab #cd')).toEqual({ a: 'ab#cd', b: 'ab;cd', c: '', d: 'ab' })
  })

  it('E79 keeps # and ; in quotes', async () => {
    expect([await value('"a # b"'), await value("'a ; b' ; c"), await value('"a" # "b"')]).toEqual(['a # b', 'a ; b', 'a'])
  })

  it('E80 takes a section name as it is, dots, percent signs and backslashes included', async () => {
    const names = ['a.b', 'a\\.b', 'a%2Eb', 'a%b', 'a', 'a b', '"q"', 'x;y', 'x#y', '__proto__', 'a.__proto__', '用户']
    const text = names.map((name, index) => `[${name}]\nn = ${index}`).join('\n')
    const { sections } = (await parseIni(text)) as IniFile
    expect([...sections].map(([name, { n }]) => [name, n]).sort()).toEqual(names.map((name, index) => [name, String(index)]).sort())
  })

  it.each(['[s]   # text', '[s]# text', '[s];text', '  [s]', '[s]  ', '\t[ s ]\t', '[s] # see [b]'])(
    'reads the header %j',
    async (header) => {
      expect(await values(`${header}\nk = v`)).toEqual({ k: 'v' })
    },
  )

  it('E81 R39 takes names of prototypes as plain data', async () => {
    const text = '[__proto__]\n__proto__ = a\nconstructor = b\ntoString = c\nprototype = d\nk[] = e\n[constructor]\nk = f'
    const { sections } = (await parseIni(text)) as IniFile
    const found = sections.get('__proto__') as Record<string, string>
    expect(Object.entries(found)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['tostring', 'c'],
      ['prototype', 'd'],
      ['k[]', 'e'],
    ])
    expect(Object.getPrototypeOf(found)).toBeNull()
    expect(sections.get('constructor')?.k).toBe('f')
    expect(({} as Record<string, unknown>).a).toBeUndefined()
    expect(sections.get('toString')).toBeUndefined()
  })

  it('E82 R42 reads every kind of line end, tabs, and a last line without one', async () => {
    expect(await values('[s]\r\na = 1\rb = 2\n\r\n\tc\t=\t3\t')).toEqual({ a: '1', b: '2', c: '3' })
  })

  it.each([
    ['E83 [default', 1, 'begins a section without ]'],
    ['[s]\n\n  [t', 3, 'begins a section without ]'],
    ['[ ]', 1, 'begins a section without a name'],
    ['[s] text', 1, 'has text after a section header'],
    ['[s][t]', 1, 'has text after a section header'],
    ['E84 [s]\r\nkey', 2, 'has no ='],
    ['[s]\n = v', 2, 'has no name before ='],
    ['# c\nk = v', 2, 'has a key before the first section'],
    ['[s]\nk: v', 2, 'has no ='],
  ])('names the line of the mistake in %j', async (text, line, problem) => {
    expect(await parseIni(text.replace(/^E8\d /, ''))).toMatchObject({ line, problem })
  })

  it('E85 folds the case of keys, not of sections', async () => {
    expect(await values('[s]\nTYPE = Access_Key')).toEqual({ type: 'Access_Key' })
    expect(await values('[S]\nk = v')).toBeUndefined()
  })

  it('R39 lets the last of two keys win, merges sections, and reports both', async () => {
    const file = (await parseIni('[s]\na = 1\na = 2\n[t]\na = 3\n[s]\nb = 4\nA = 5')) as IniFile
    expect({ ...file.sections.get('s') }).toEqual({ a: '5', b: '4' })
    expect({ ...file.sections.get('t') }).toEqual({ a: '3' })
    expect(file.duplicates).toEqual([
      { line: 3, what: 'key' },
      { line: 6, what: 'section' },
      { line: 8, what: 'key' },
    ])
  })

  it('R39 reads 100,000 keys, and long blanks, in linear time', async () => {
    const lines = (count: number): string => `[s]\n${Array.from({ length: count }, (_, index) => `k${index} = v`).join('\n')}`
    const cost = async (text: string): Promise<number> => {
      const begun = process.cpuUsage()
      await parseIni(text)
      return process.cpuUsage(begun).user
    }
    await cost(lines(1000))
    const small = await cost(lines(10_000))
    // Time in proportion to the square would be 100 times as much.
    expect(await cost(lines(100_000))).toBeLessThan(40 * Math.max(small, 100_000))
    const blanks = await parseIni(`[s]\nk = a${' '.repeat(500_000)}b\nq = "${'" '.repeat(200_000)}`)
    expect(Object.keys((blanks as IniFile).sections.get('s') ?? {})).toEqual(['k', 'q'])
  }, 300_000)
})
