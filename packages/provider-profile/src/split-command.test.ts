import { describe, expect, it } from 'vitest'
import { splitCommand } from './split-command.ts'

describe('splitCommand', () => {
  it.each<[string, string[]]>([
    ['get-keys', ['get-keys']],
    ['  get  --a\t b ', ['get', '--a', 'b']],
    [`get 'a "b" \\c' "d 'e'"`, ['get', 'a "b" \\c', "d 'e'"]],
    ['get "a\\"b\\\\c\\$d\\`e\\f"', ['get', 'a"b\\c$d`e\\f']],
    ['get a\\ b \\"c \\\\', ['get', 'a b', '"c', '\\']],
    [`get '' "" x''y`, ['get', '', '', 'xy']],
    ['get a"b c"d', ['get', 'ab cd']],
    ['get a\\\nb "c\\\r\nd"', ['get', 'ab', 'cd']],
  ])('splits %j', (command, words) => {
    expect(splitCommand(command, 'linux')).toEqual(words)
  })

  it('R52 gives nothing a meaning that only a shell gives', () => {
    const command = 'get a;b &c | d `e` $(f) $G %H% >i *.j ~'
    expect(splitCommand(command, 'linux')).toEqual(['get', 'a;b', '&c', '|', 'd', '`e`', '$(f)', '$G', '%H%', '>i', '*.j', '~'])
  })

  it('takes a backslash as it is on Windows, except before a quote in quotes', () => {
    expect(splitCommand('C:\\bin\\get.exe "C:\\a b\\c" "x\\"y" a\\ b', 'win32')).toEqual([
      'C:\\bin\\get.exe',
      'C:\\a b\\c',
      'x"y',
      'a\\',
      'b',
    ])
  })

  it.each([
    ['', 'names no program'],
    ['   ', 'names no program'],
    ['"" a', 'names no program'],
    ["get 'a", 'has a quote that is not closed'],
    ['get "a', 'has a quote that is not closed'],
    ['get a\\', 'ends with a backslash'],
    ['get a\nrm b', 'has more than one line'],
    ["get 'a\rb'", 'has more than one line'],
    ["get 'a\\\nb'", 'has more than one line'],
    ['get a\0b', 'holds a NUL character'],
  ])('R52 refuses %j', (command, problem) => {
    expect(splitCommand(command, 'linux')).toEqual({ problem })
  })
})
