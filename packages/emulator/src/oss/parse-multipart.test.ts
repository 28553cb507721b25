import { describe, expect, test } from 'vitest'
import { MultipartError, parseMultipart } from './parse-multipart.ts'

const TYPE = 'multipart/form-data; boundary=b'
const part = (header: string, content: string): string => `--b\r\n${header}\r\n\r\n${content}\r\n`
const field = (name: string, content: string): string => part(`Content-Disposition: form-data; name="${name}"`, content)
const parse = (text: string, type = TYPE): [string, string][] =>
  parseMultipart(Buffer.from(text, 'latin1'), type).map(({ name, content }) => [name, content.toString('latin1')])

describe('a form', () => {
  test.each([
    ['one field', `${field('a', '1')}--b--\r\n`, [['a', '1']]],
    ['no line break at its end', `${field('a', '1')}--b--`, [['a', '1']]],
    [
      'an empty field',
      `${field('a', '')}${field('c', 'x')}--b--`,
      [
        ['a', ''],
        ['c', 'x'],
      ],
    ],
    ['content like a boundary', `${field('a', '--b\r\n--bb\r\n\r\n--b x')}--b--`, [['a', '--b\r\n--bb\r\n\r\n--b x']]],
    ['a name after the file name', `${part('content-disposition: form-data; filename="f; x"; name="file"', '1')}--b--`, [['file', '1']]],
    ['nothing but its end', '--b--\r\n', []],
  ])('with %s is read', (_, text, expected) => {
    expect(parse(text)).toEqual(expected)
  })

  test.each(['multipart/form-data; boundary="b"', 'Multipart/Form-Data;charset=utf-8; boundary=b', 'multipart/form-data; boundary=b; x=y'])(
    'of type %s is read',
    (type) => {
      expect(parse(`${field('a', '1')}--b--`, type)).toEqual([['a', '1']])
    },
  )

  test('keeps the type of a part', () => {
    const [file] = parseMultipart(
      Buffer.from(`${part('Content-Disposition: form-data; name="file"\r\nContent-Type: image/png', '1')}--b--`),
      TYPE,
    )
    expect(file?.contentType).toBe('image/png')
  })

  test.each([
    ['text before it', `x${field('a', '1')}--b--`],
    ['text after it', `${field('a', '1')}--b--\r\nx`],
    ['no end', field('a', '1')],
    ['bare line feeds', `${field('a', '1')}--b--`.replaceAll('\r\n', '\n')],
    ['a part without header', '--b\r\n\r\n1\r\n--b--'],
    ['a part without name', `${part('Content-Disposition: form-data', '1')}--b--`],
    ['a part of another disposition', `${part('Content-Disposition: attachment; name="a"', '1')}--b--`],
    ['a header line without colon', `${part('Content-Disposition', '1')}--b--`],
    ['an endless header', `${part(`Content-Disposition: form-data; name="${'a'.repeat(9000)}"`, '1')}--b--`],
    ['101 fields', `${field('a', '1').repeat(101)}--b--`],
    ['text behind a boundary', '--bx\r\n--b--'],
  ])('with %s is refused', (_, text) => {
    expect(() => parse(text)).toThrow(MultipartError)
  })

  test.each([
    '',
    'text/plain',
    'multipart/form-data',
    'multipart/form-data; boundary=',
    'multipart/mixed; boundary=b',
    `multipart/form-data; boundary=${'b'.repeat(71)}`,
  ])('of type %o is refused', (type) => {
    expect(() => parse(`${field('a', '1')}--b--`, type)).toThrow(MultipartError)
  })
})
