import { describe, expect, it } from 'vitest'
import { readElement, readElements, writeElement } from './der.ts'

const bytes = (...values: number[]) => new Uint8Array(values)

describe('DER', () => {
  it.each([0, 1, 127, 128, 255, 256, 65_535, 65_536])('reads what it writes: %i bytes', (length) => {
    const content = new Uint8Array(length).fill(7)
    const written = writeElement(0x04, content.subarray(0, 1), content.subarray(1))
    expect(readElement(written)).toEqual({ tag: 0x04, content, end: written.length })
  })

  it.each([
    ['nothing', []],
    ['a tag alone', [0x30]],
    ['a length without its digits', [0x30, 0x82, 1]],
    ['a length of no digits', [0x30, 0x80, 0, 0]],
    ['a length of five digits', [0x30, 0x85, 0, 0, 0, 0, 1, 5]],
    ['a content that is cut off', [0x30, 3, 1, 2]],
  ])('reads nothing of %s', (_, values) => {
    expect(readElement(bytes(...values))).toBeUndefined()
  })

  it('reads a row of elements, or none when the last is cut off', () => {
    expect(readElements(bytes(2, 1, 5, 4, 0)).map(({ tag }) => tag)).toEqual([2, 4])
    expect(readElements(bytes(2, 1, 5, 4, 1))).toEqual([])
    expect(readElements(bytes())).toEqual([])
  })
})
