import { expect, it } from 'vitest'
import { parseForm, textOf } from '../test/strict-form.ts'
import { joined } from './joined.ts'
import { uploadForm } from './upload-form.ts'

/** The whole form of a file in memory. */
function formOf(fields: readonly (readonly [string, string])[], name: string, head: Uint8Array) {
  const { contentType, before, after } = uploadForm(fields, name, 'application/octet-stream')
  return { contentType, body: joined([before, head, after]) }
}

const FIELDS = [
  ['OSSAccessKeyId', 'id'],
  ['policy', 'cG9saWN5'],
  ['key', 'account/图片 "1".png'],
] as const

it('writes fields in order and the file last, to the byte', () => {
  const file = Uint8Array.from({ length: 256 }, (_, byte) => byte)
  const { contentType, body } = formOf(FIELDS, 'account/图片 "1".png', file)
  const parts = parseForm(contentType, body)
  expect(parts.slice(0, 3).map((part) => [part.name, textOf(part)])).toEqual(FIELDS)
  expect(parts[3]).toEqual({ name: 'file', fileName: 'account/图片 %221%22.png', contentType: 'application/octet-stream', data: file })
  expect(parts).toHaveLength(4)
})

it.each([
  ['nothing', ''],
  ['line breaks at both ends', '\r\n\r\n'],
  ['what looks like boundaries', '\r\n--0--\r\n--'],
])('keeps a file of %s as it is', (_, text) => {
  const file = new TextEncoder().encode(text)
  const { contentType, body } = formOf(FIELDS, 'key', file)
  expect(parseForm(contentType, body).at(-1)?.data).toEqual(file)
})

it('no file name can add a header or a part', () => {
  const { contentType, body } = formOf([], 'a"\r\nX-Evil: 1\r\n\r\n', new Uint8Array([1]))
  expect(parseForm(contentType, body)).toEqual([
    { name: 'file', fileName: 'a%22%0D%0AX-Evil: 1%0D%0A%0D%0A', contentType: 'application/octet-stream', data: new Uint8Array([1]) },
  ])
})

it('a boundary is random, and new for every form', () => {
  const boundaries = Array.from({ length: 50 }, () => uploadForm([], 'key', 'image/png').contentType)
  expect(new Set(boundaries).size).toBe(50)
  for (const boundary of boundaries) expect(boundary).toMatch(/^multipart\/form-data; boundary=\d{28,40}$/)
})
