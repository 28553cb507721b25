import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import opentype, { type Command, type Font } from 'opentype.js'
import woff2 from 'wawoff2'

/** Text as the data of an SVG path, so that a picture needs no font of the machine. */
export interface OutlinedText {
  readonly path: string
  /** x where the next character would start. */
  readonly end: number
}

const resolve = createRequire(import.meta.url).resolve
const FONT = '@fontsource-variable/noto-sans-sc'
const parts = new Map<string, Promise<Font>>()
let ranges: Promise<Map<number, string>> | undefined

/** Outlines one line in Noto Sans SC with its baseline at y. `weight` is 100 to 900. */
export async function outlineText(text: string, x: number, y: number, size: number, weight = 400): Promise<OutlinedText> {
  ranges ??= partOfCharacter()
  const options = { variation: { wght: weight } }
  let path = ''
  let end = x
  for (const char of text) {
    const part = (await ranges).get(char.codePointAt(0) ?? 0)
    if (part === undefined) throw new Error(`The font has no glyph for ${char}`)
    const font = await loadPart(part)
    path += font.charToGlyph(char).getPath(end, y, size, options, font).commands.map(commandText).join('')
    end += font.getAdvanceWidth(char, size, options)
  }
  return { path, end }
}

// the path writer of opentype.js 2.0.0 turns some numbers next to 0 into NaN
function commandText({ type, x1, y1, x2, y2, x, y }: Command): string {
  const numbers = [x1, y1, x2, y2, x, y].filter((value) => value !== undefined)
  return type + numbers.map((value) => value.toFixed(2)).join(' ')
}

/** The package cuts the font into parts; its Latin part comes first where two have a character. */
async function partOfCharacter(): Promise<Map<number, string>> {
  const table = JSON.parse(await readFile(resolve(`${FONT}/unicode.json`), 'utf8')) as Record<string, string>
  const found = new Map<number, string>()
  for (const [key, list] of Object.entries(table)) {
    const part = key.replace(/[[\]]/g, '')
    for (const range of list.split(',')) {
      const [from = '', to = from] = range.replace('U+', '').split('-')
      for (let code = Number.parseInt(from, 16); code <= Number.parseInt(to, 16); code++) {
        if (part === 'latin' || !found.has(code)) found.set(code, part)
      }
    }
  }
  return found
}

function loadPart(part: string): Promise<Font> {
  const load = async (): Promise<Font> => {
    const ttf = await woff2.decompress(await readFile(resolve(`${FONT}/files/noto-sans-sc-${part}-wght-normal.woff2`)))
    return opentype.parse(new Uint8Array(ttf).buffer)
  }
  const font = parts.get(part) ?? load()
  parts.set(part, font)
  return font
}
