import { describe, expect, it } from 'vitest'
import { editCliProfile } from './edit-cli-profile.ts'

const edit = (text: string, fields: Record<string, string | number>, name = 'a'): string | undefined =>
  editCliProfile(text, name, () => fields)

describe('editCliProfile', () => {
  it('R59 keeps all that is not its own, character by character', () => {
    const text = `\ufeff{\r\n\t"current":  "a",\r\n\t"x": [ 1.0, 12345678901234567890, {} ],\r\n\t"profiles": [\r\n\t\t{\r\n\t\t\t"name": "a",\r\n\t\t\t"token" : "old",\r\n\t\t\t"unknown": 1e3\r\n\t\t},\r\n\t\t{"name":"b","token":"old"}\r\n\t]\r\n}\r\n`
    expect(edit(text, { token: 'new' })).toBe(text.replace('"old"', '"new"'))
    expect(edit(text, { token: 'new', added: 5, other: 'x"y' })).toBe(
      text.replace('"old"', '"new"').replace('1e3', '1e3,\r\n\t\t\t"added": 5,\r\n\t\t\t"other": "x\\"y"'),
    )
    expect(edit(text, { token: 'new', added: 5 }, 'b')).toBe(
      text.replace('{"name":"b","token":"old"}', '{"name":"b","token":"new","added":5}'),
    )
  })

  it('changes the last value and adds behind it at once', () => {
    expect(edit('{"profiles":[{"name":"a", "t":"long old value"}]}', { t: 'n', u: 1 })).toBe('{"profiles":[{"name":"a", "t":"n", "u":1}]}')
  })

  it('adds to a profile that has a name alone', () => {
    expect(edit('{"profiles":[{ "name": "a" }]}', { t: 'n' })).toBe('{"profiles":[{ "name": "a", "t": "n" }]}')
  })

  it('leaves a text alone when nothing changes, and adds no empty field', () => {
    expect(edit('{"profiles":[{"name":"a","t":"n"}]}', { t: 'n', empty: '', none: 0 })).toBeUndefined()
    expect(editCliProfile('{"profiles":[{"name":"a"}]}', 'a', () => undefined)).toBeUndefined()
  })

  it('changes the first profile of a name, and the last of two fields, as they are read', () => {
    const text = '{"profiles":[{"name":"a","t":1,"t":2},{"name":"a","t":3}]}'
    expect(edit(text, { t: 9 })).toBe(text.replace('2', '9'))
    expect(editCliProfile(text, 'a', (now) => ({ t: Number(now.t) + 10 }))).toBe(text.replace('2', '12'))
  })

  it.each(['', '{', '[]', '{"profiles":{}}', '{"profiles":[{"name":"b"}]}', '{"profiles":[null, 1, "a"]}'])('refuses %j', (text) => {
    expect(() => edit(text, { t: 'n' })).toThrow('no such profile')
  })
})
