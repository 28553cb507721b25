/** Type and size of a picture, as its own bytes tell them. */
export interface PictureFacts {
  /** Media type, such as `image/png`. */
  readonly type: string
  /** Pixels. */
  readonly width: number
  readonly height: number
  /** EXIF orientation, 2 to 8, of a picture that is shown otherwise than its pixels are stored. */
  readonly orientation?: number
}

/**
 * Reads type and size from the first bytes of a PNG, JPEG, GIF, BMP or WebP picture; nothing when they are none of these. A JPEG that is
 * turned by its EXIF data has the size it has on the screen.
 */
export function pictureFacts(bytes: Uint8Array): PictureFacts | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    return png(view) ?? gif(view) ?? bmp(view) ?? webp(view) ?? jpeg(view)
  } catch (error) {
    // Cut off in the middle of its head.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function png(view: DataView): PictureFacts | undefined {
  if (view.getUint32(0) !== 0x89504e47) return undefined
  return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) }
}

function gif(view: DataView): PictureFacts | undefined {
  if (text(view, 0, 3) !== 'GIF') return undefined
  return { type: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true) }
}

function bmp(view: DataView): PictureFacts | undefined {
  if (text(view, 0, 2) !== 'BM') return undefined
  // The oldest header has numbers of two bytes.
  if (view.getUint32(14, true) === 12) return { type: 'image/bmp', width: view.getUint16(18, true), height: view.getUint16(20, true) }
  // A negative height says that the rows stand from top to bottom.
  return { type: 'image/bmp', width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) }
}

function webp(view: DataView): PictureFacts | undefined {
  if (text(view, 0, 4) !== 'RIFF' || text(view, 8, 4) !== 'WEBP') return undefined
  const type = 'image/webp'
  switch (text(view, 12, 4)) {
    case 'VP8 ':
      return { type, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
    case 'VP8L': {
      const bits = view.getUint32(21, true)
      return { type, width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 }
    }
    default:
      return { type, width: (view.getUint32(24, true) & 0xffffff) + 1, height: (view.getUint32(26, true) >>> 8) + 1 }
  }
}

function jpeg(view: DataView): PictureFacts | undefined {
  if (view.getUint16(0) !== 0xffd8) return undefined
  let turn = 1
  for (let at = 2; view.getUint8(at) === 0xff; ) {
    const marker = view.getUint8(at + 1)
    // Any number of these may stand before a marker.
    if (marker === 0xff) {
      at++
      continue
    }
    if (marker === 0xe1) turn = orientation(view, at + 4) ?? turn
    // The frame headers, less those of the tables that share their range.
    if (marker >> 4 === 0xc && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      const size = [view.getUint16(at + 7), view.getUint16(at + 5)] as const
      const [width, height] = turn > 4 ? [size[1], size[0]] : size
      return { type: 'image/jpeg', width, height, ...(turn > 1 && { orientation: turn }) }
    }
    at += 2 + view.getUint16(at + 2)
  }
  return undefined
}

/** The EXIF orientation, 1 to 8; above 4 the picture lies on its side. Data that is damaged says nothing: the picture itself may be whole. */
function orientation(view: DataView, at: number): number | undefined {
  try {
    if (text(view, at, 4) !== 'Exif') return undefined
    const head = at + 6
    const little = view.getUint16(head) === 0x4949
    const directory = head + view.getUint32(head + 4, little)
    const entries = view.getUint16(directory, little)
    for (let entry = 0; entry < entries; entry++) {
      const tag = directory + 2 + entry * 12
      if (view.getUint16(tag, little) !== 0x0112) continue
      const value = view.getUint16(tag + 8, little)
      return value >= 1 && value <= 8 ? value : undefined
    }
  } catch {}
  return undefined
}

function text(view: DataView, at: number, length: number): string {
  let characters = ''
  for (let index = at; index < at + length; index++) characters += String.fromCharCode(view.getUint8(index))
  return characters
}
