/** Units an em has. */
const EM = 1000
/** Upper and lower end of the glyphs. */
const TOP = 800
const BOTTOM = -200
/** Offset of the checksum of the whole font in the table `head`. */
const WHOLE_CHECKSUM = 8

/** Glyphs that stand for narrow and for wide characters, by their widths: half an em and an em. */
export const GLYPH_OF_WIDTH = { narrow: 1, wide: 2 } as const

/**
 * A TrueType font of two glyphs that show nothing, some 600 bytes. Text that is there to be found and not to be seen needs a font with
 * widths but no shapes: its glyphs stand for every character of every script, so no Chinese font of many megabytes is embedded.
 */
export function glyphlessFont(): Uint8Array<ArrayBuffer> {
  const zeros = (count: number): number[] => words(...Array<number>(count).fill(0))
  const narrow = glyph(EM / 2)
  const tables: Record<string, number[]> = {
    'OS/2': [
      ...words(3, EM / 2, 400, 5, 0),
      ...zeros(26),
      ...words(64, 32, 32, TOP, BOTTOM, 0, TOP, -BOTTOM),
      ...zeros(4),
      ...words(0, 0, 0, 32, 1),
    ],
    cmap: words(0, 1, 3, 1, 0, 12, 4, 24, 0, 2, 2, 0, 0, -1, 0, -1, 1, 0),
    glyf: [...narrow, ...glyph(EM)],
    head: [...words(1, 0, 1, 0, 0, 0, 0x5f0f, 0x3cf5, 0, EM), ...zeros(8), ...words(0, BOTTOM, EM, TOP, 0, 8, 2, 0, 0)],
    hhea: [...words(1, 0, TOP, BOTTOM, 0, EM, 0, 0, EM, 1), ...zeros(7), ...words(3)],
    hmtx: words(EM / 2, 0, EM / 2, 0, EM, 0),
    // In units of two bytes; glyph 0 is empty.
    loca: words(0, 0, narrow.length / 2, narrow.length),
    maxp: [...words(1, 0, 3, 2, 1, 0, 0, 1), ...zeros(8)],
    name: words(0, 0, 6),
    post: [...words(3, 0), ...zeros(14)],
  }
  const names = Object.keys(tables)
  const file = new Uint8Array(12 + 16 * names.length + names.reduce((sum, name) => sum + padded(tables[name] as number[]), 0))
  const view = new DataView(file.buffer)
  const power = 2 ** Math.floor(Math.log2(names.length))
  file.set(words(1, 0, names.length, power * 16, Math.log2(power), (names.length - power) * 16))
  let at = 12 + 16 * names.length
  for (const [index, name] of names.entries()) {
    const bytes = tables[name] as number[]
    file.set(bytes, at)
    const entry = 12 + 16 * index
    for (let letter = 0; letter < 4; letter++) file[entry + letter] = name.padEnd(4).charCodeAt(letter)
    view.setUint32(entry + 4, checksum(view, at, padded(bytes)))
    view.setUint32(entry + 8, at)
    view.setUint32(entry + 12, bytes.length)
    at += padded(bytes)
  }
  const head = view.getUint32(12 + 16 * names.indexOf('head') + 8)
  view.setUint32(head + WHOLE_CHECKSUM, 0xb1b0afba - checksum(view, 0, file.length))
  return file
}

/**
 * A line there and back from corner to corner: it covers nothing, but has an extent. Chromium's PDF engine takes no notice of text whose
 * glyphs have none, when it is turned or a single character.
 */
function glyph(width: number): number[] {
  const onCurve = 1
  return [...words(1, 0, BOTTOM, width, TOP, 1, 0), onCurve, onCurve, ...words(0, width, BOTTOM, TOP - BOTTOM)]
}

/** Numbers of 16 bits, the higher byte first. */
function words(...numbers: readonly number[]): number[] {
  return numbers.flatMap((number) => [(number >> 8) & 255, number & 255])
}

function padded({ length }: { readonly length: number }): number {
  return Math.ceil(length / 4) * 4
}

function checksum(view: DataView, from: number, length: number): number {
  let sum = 0
  for (let at = from; at < from + length; at += 4) sum = (sum + view.getUint32(at)) >>> 0
  return sum
}
