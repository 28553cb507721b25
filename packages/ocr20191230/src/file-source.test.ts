import { expect, it } from 'vitest'
import { sourceOf } from './file-source.ts'

it.each(['note.jpg', '/tmp/note.jpg', 'C:\\note.jpg', '~/note.jpg', '', 'ftp://example.com/a', 'oss://bucket/a', new URL('file:///tmp/a')])(
  'R90 takes %j for a path and says what to use',
  (path) => {
    expect(() => sourceOf(path, 'imageURL')).toThrow(/^Option imageURL looks like a path\. Use fileFrom\(path\)/)
  },
)

it.each(['https://example.com/a b.png', 'https://example.com/图.png', 'HTTP://example.com/'])(
  'R90 refuses the address %j and says that it must be encoded or fetched',
  (address) => {
    const find = (): unknown => sourceOf(address, 'imageURL')
    expect(find).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: 'imageURL', hint: expect.stringContaining('refetch') }),
    )
  },
)

it.each([7, true, Symbol('s'), {}, [], new ArrayBuffer(3)])('R90 refuses %s as a file', (value) => {
  expect(() => sourceOf(value as never, 'imageURL')).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: 'imageURL' }))
  expect(() => sourceOf(value as never, 'imageURL')).toThrow(/^Option imageURL is not a file\. Pass bytes \(a Uint8Array\)/)
})

it.each([undefined, null])('R90 says of %s that the file is missing', (value) => {
  expect(() => sourceOf(value as never, 'imageURL')).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: 'imageURL' }))
  expect(() => sourceOf(value as never, 'imageURL')).toThrow(/^Option imageURL is missing\. /)
})

const stream = (value: unknown) => ({ stream: value, size: 3 })
it.each([
  ['a stream that is null', stream(null)],
  ['a stream that is text', stream('x')],
  ['a stream that is nothing', stream(undefined)],
  ['a stream that cannot be read', stream({ getReader: 5 })],
  ['a wrong iterator', { [Symbol.asyncIterator]: 5 }],
  ['a wrong reader', { getReader: 5 }],
])('R90 refuses %s as a file', (_, value) => {
  expect(() => sourceOf(value as never, 'imageURL')).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: 'imageURL' }))
})

it.each([null, 'x', 5, {}, Promise.resolve(new Blob(['abc']).stream())])('R90 refuses a function that gives %s for a stream', (value) => {
  const source = sourceOf(stream(() => value) as never, 'imageURL')
  expect(() => source.open()).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION', field: 'imageURL' }))
})

it.each([-1, 1.5, Number.NaN, '7', undefined])('R90 refuses a stream of size %s', (size) => {
  expect(() => sourceOf({ stream: new Blob(['x']).stream(), size } as never)).toThrow(expect.objectContaining({ field: 'file' }))
})

it('knows what can be read again, and what has a size before it is read', () => {
  const stream = (): ReadableStream<Uint8Array> => new Blob(['abc']).stream()
  const facts = (file: Parameters<typeof sourceOf>[0]) => [sourceOf(file).replayable, sourceOf(file).size]
  expect(facts(new Uint8Array(3))).toEqual([true, 3])
  expect(facts(new Blob(['abc']))).toEqual([true, 3])
  expect(facts('data:,abc')).toEqual([true, 3])
  expect(facts({ stream, size: 3 })).toEqual([true, 3])
  expect(facts({ stream: stream(), size: 3 })).toEqual([false, 3])
  expect(facts(stream())).toEqual([false, undefined])
})
