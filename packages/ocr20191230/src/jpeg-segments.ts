/**
 * The segments of a JPEG: their markers, and where their content begins. Throws where the bytes end.
 */
export function* jpegSegments(view: DataView): Generator<readonly [marker: number, at: number], void, undefined> {
  for (let at = 2; view.getUint8(at) === 0xff; ) {
    const marker = view.getUint8(at + 1)
    // Any number of these may stand before a marker.
    if (marker === 0xff) at++
    else {
      yield [marker, at + 4]
      at += 2 + view.getUint16(at + 2)
    }
  }
}

/** Whether a segment begins the picture and names its size: three markers between those of frames have other meanings. */
export function isFrame(marker: number): boolean {
  return marker >> 4 === 0xc && ![0xc4, 0xc8, 0xcc].includes(marker)
}
