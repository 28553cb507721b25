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

  it.each(['note.jpg', '', 'https://example.com/a b.png', 'https://example.com/图.png', undefined, 7])(
    'R90 leaves %j, which is no address that the service takes, to the upload, under its name',
    (value) => {
      const { request, pending } = fileFields({ tasks: [{ imageURL: bytes }, { imageURL: value }] }, ['Tasks[].ImageURL'])
      expect(pending.map(({ field }) => field)).toEqual(['tasks[0].imageURL', 'tasks[1].imageURL'])
      expect(request).toEqual({ tasks: [{ imageURL: bytes }, { imageURL: value }] })
    },
  )

  it('leaves addresses to the upload, too, when they are to be fetched here', () => {
    const { pending } = fileFields({ imageURL: 'https://example.com/a.png' }, ['ImageURL'], true)
    expect(pending.map(({ file, field }) => [file, field])).toEqual([['https://example.com/a.png', 'imageURL']])
  })

  it('finds them in lists of lists', () => {
    const { request, pending } = fileFields({ pages: [{ parts: [{ fileURL: 'http://a/0' }, { fileURL: bytes }] }] }, [
      'Pages[].Parts[].FileURL',
    ])
    expect(pending).toMatchObject([{ file: bytes, field: 'pages[0].parts[1].fileURL', among: 2 }])
    pending[0]?.put('http://b/1')
    expect(request).toEqual({ pages: [{ parts: [{ fileURL: 'http://a/0' }, { fileURL: 'http://b/1' }] }] })
  })

  it('a list of tasks that is missing is left to the service', () => {
    expect(fileFields({}, ['Tasks[].ImageURL']).pending).toEqual([])
  })
})
