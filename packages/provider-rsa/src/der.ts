/** One element of DER, the encoding of keys: a tag, a length and the content. Source: ITU-T X.690. */
export interface DerElement {
  readonly tag: number
  readonly content: Uint8Array
  /** Where the element ends in the bytes it was read from. */
  readonly end: number
}

export const INTEGER = 0x02
export const BIT_STRING = 0x03
export const OCTET_STRING = 0x04
export const SEQUENCE = 0x30

/** The element that begins at `at`, or `undefined` when none is there whole. */
export function readElement(bytes: Uint8Array, at = 0): DerElement | undefined {
  const tag = bytes[at]
  let length = bytes[at + 1]
  let start = at + 2
  if (tag === undefined || length === undefined) return undefined
  if (length > 0x7f) {
    const digits = bytes.subarray(start, start + (length & 0x7f))
    // Four digits are 4 GiB. None would mean a length that is not told.
    if (digits.length !== (length & 0x7f) || digits.length === 0 || digits.length > 4) return undefined
    start += digits.length
    length = digits.reduce((sum, digit) => sum * 256 + digit, 0)
  }
  const end = start + length
  return end <= bytes.length ? { tag, content: bytes.subarray(start, end), end } : undefined
}

/** The elements that a content is made of; none when it is not made of elements. */
export function readElements(content: Uint8Array): readonly DerElement[] {
  const elements: DerElement[] = []
  for (let at = 0; at < content.length; ) {
    const element = readElement(content, at)
    if (!element) return []
    elements.push(element)
    at = element.end
  }
  return elements
}

/** The bytes of an element. */
export function writeElement(tag: number, ...contents: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const size = contents.reduce((sum, { length }) => sum + length, 0)
  const digits: number[] = []
  for (let rest = size; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256)
  const head = size < 0x80 ? [tag, size] : [tag, 0x80 + digits.length, ...digits]
  const bytes = new Uint8Array(head.length + size)
  bytes.set(head)
  let at = head.length
  for (const content of contents) {
    bytes.set(content, at)
    at += content.length
  }
  return bytes
}
