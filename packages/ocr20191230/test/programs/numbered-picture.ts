/** The head of a PNG of 99 x 99 pixels. */
const HEAD = [0x89, 0x50, 0x4e, 0x47, 0xd, 0xa, 0x1a, 0xa, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 99, 0, 0, 0, 99]

/** Bytes that begin as a picture and differ by their number. */
export function numberedPicture(number: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array([...HEAD, number >> 16, (number >> 8) & 255, number & 255])
}

/** The number of such bytes. */
export function pictureNumber(bytes: Uint8Array): number {
  return (bytes[24] ?? 0) * 65536 + (bytes[25] ?? 0) * 256 + (bytes[26] ?? 0)
}
