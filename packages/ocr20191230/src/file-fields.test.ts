import { describe, expect, it } from 'vitest'
import { fileFields } from './file-fields.ts'

const bytes = new Uint8Array([1])

describe('fileFields', () => {
  it('leaves web addresses in place, URL objects as text', () => {
    const request = { imageURL: new URL('HTTPS://Example.com/图.png'), side: 'face' }
    expect(fileFields(request, ['ImageURL'])).toEqual({
      request: { imageURL: 'https://example.com/%E5%9B%BE.png', side: 'face' },
      pending: [],
    })
    expect(fileFields({ fileURL: 'HTTP://example.com/a.pdf' }, ['FileURL']).request).toEqual({ fileURL: 'HTTP://example.com/a.pdf' })
  })

  it('finds what must be uploaded and puts the addresses in the right places, whatever the order', () => {
    const request = { tasks: [{ imageURL: bytes }, { imageURL: 'https://example.com/1' }, { imageURL: new Blob(['x']) }] }
    const { request: copy, pending } = fileFields(request, ['Tasks[].ImageURL'])
    expect(pending.map(({ file }) => file)).toEqual([request.tasks[0]?.imageURL, request.tasks[2]?.imageURL])
    pending[1]?.put('http://b/2')
    pending[0]?.put('http://b/0')
    expect(copy).toEqual({ tasks: [{ imageURL: 'http://b/0' }, { imageURL: 'https://example.com/1' }, { imageURL: 'http://b/2' }] })
  })

  it("never changes the caller's objects", () => {
    const request = Object.freeze({ tasks: Object.freeze([Object.freeze({ imageURL: bytes, extra: 1 })]), other: Object.freeze({ a: 1 }) })
    const { request: copy, pending } = fileFields(request, ['Tasks[].ImageURL'])
    pending[0]?.put('http://b/0')
    expect(copy).toEqual({ tasks: [{ imageURL: 'http://b/0', extra: 1 }], other: { a: 1 } })
    expect(request.tasks[0]?.imageURL).toBe(bytes)
    expect((copy as typeof request).other).toBe(request.other)
  })

  it.each([
    'note.jpg',
    '/tmp/note.jpg',
    'C:\\note.jpg',
    '~/note.jpg',
    '',
    'ftp://example.com/a',
    'oss://bucket/a',
    new URL('file:///tmp/a'),
  ])('R90 takes %j for a path and says what to use', (path) => {
    const find = (): unknown => fileFields({ imageURL: path }, ['ImageURL'])
    expect(find).toThrow(/^Option imageURL looks like a path\. Use fileFrom\(path\)/)
  })

  it.each([undefined, null, 7, true, Symbol('s')])('R90 refuses %s as a file', (value) => {
    const find = (): unknown => fileFields({ imageURL: value }, ['ImageURL'])
    expect(find).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: 'imageURL' }))
  })

  it('names the task at fault', () => {
    const find = (): unknown => fileFields({ tasks: [{ imageURL: bytes }, { imageURL: 'b.png' }] }, ['Tasks[].ImageURL'])
    expect(find).toThrow(expect.objectContaining({ field: 'tasks[1].imageURL' }))
  })

  it('a list of tasks that is missing is left to the service', () => {
    expect(fileFields({}, ['Tasks[].ImageURL']).pending).toEqual([])
  })
})
