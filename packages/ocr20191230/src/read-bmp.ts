/** Pixels, three bytes each, from the top left. */
export interface Bitmap {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array<ArrayBuffer>
}

/** The pixels of an uncompressed BMP of 24 or 32 bits a pixel, which is what programs write; `undefined` for anything else. */
export function readBmp(bytes: Uint8Array): Bitmap | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 54 || view.getUint16(0) !== 0x424d || view.getUint32(14, true) < 40) return undefined
  const width = view.getInt32(18, true)
  const signedHeight = view.getInt32(22, true)
  const height = Math.abs(signedHeight)
  const size = view.getUint16(28, true) / 8
  const start = view.getUint32(10, true)
  const rowSize = Math.ceil((width * size) / 4) * 4
  const isPlain = view.getUint32(30, true) === 0 && (size === 3 || size === 4)
  if (!isPlain || width <= 0 || height <= 0 || start + rowSize * height > bytes.length) return undefined
  const data = new Uint8Array(width * height * 3)
  for (let y = 0, to = 0; y < height; y++) {
    // Rows stand from bottom to top, unless the height is negative.
    let from = start + rowSize * (signedHeight > 0 ? height - 1 - y : y)
    for (let x = 0; x < width; x++, from += size, to += 3) {
      data[to] = bytes[from + 2] as number
      data[to + 1] = bytes[from + 1] as number
      data[to + 2] = bytes[from] as number
    }
  }
  return { width, height, data }
}
