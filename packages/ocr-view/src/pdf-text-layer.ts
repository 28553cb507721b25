import type { PDFDocument, PDFRef } from '@cantoo/pdf-lib'
import { GLYPH_OF_WIDTH, glyphlessFont } from './glyphless-font.ts'
import { advance, advanceOf, type TextRun } from './text-run.ts'

type Library = typeof import('@cantoo/pdf-lib')

/** How far the lower end of a line is below its baseline, in parts of its height. */
const DESCENT = 0.2
const PER_MILLE = 1000

/** The unseen text of a document. */
export interface TextLayer {
  /** Operators that lay a text over its run. `scale` is a pixel in points; the page's height is in points. */
  write(text: string, run: TextRun, scale: number, pageHeight: number): string
  /** Puts the font with all that was written into the document. */
  embed(): PDFRef
}

/** Every character that occurs gets a code of its own, which the font's table says in Unicode: so text of any script can be found and copied. */
export function createTextLayer({ PDFString }: Library, document: PDFDocument): TextLayer {
  const codes = new Map<string, number>()
  const codeOf = (character: string): string => {
    const code = codes.get(character) ?? codes.set(character, codes.size + 1).size
    return hex(code)
  }
  return {
    write(text, { start, angle, length, height }, scale, pageHeight) {
      const size = Math.max(0.1, height * scale)
      const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]
      const x = (start[0] + height * DESCENT * sin) * scale
      const y = pageHeight - (start[1] - height * DESCENT * cos) * scale
      const stretch = (100 * length * scale) / (advanceOf(text) * size)
      const matrix = [cos, -sin, sin, cos, x, y].map(plain).join(' ')
      return `/F0 ${plain(size)} Tf ${plain(stretch)} Tz ${matrix} Tm <${[...text].map(codeOf).join('')}> Tj`
    },
    embed() {
      const { context } = document
      const bytes = glyphlessFont()
      const widths = [...codes]
        .filter(([character]) => advance(character) !== 0.5)
        .flatMap(([character, code]) => [code, [advance(character) * PER_MILLE]])
      const descriptor = context.register(
        context.obj({
          Type: 'FontDescriptor',
          FontName: 'Glyphless',
          Flags: 4,
          FontBBox: [0, -200, PER_MILLE, 800],
          ItalicAngle: 0,
          Ascent: 800,
          Descent: -200,
          CapHeight: 800,
          StemV: 80,
          FontFile2: context.register(context.flateStream(bytes, { Length1: bytes.length })),
        }),
      )
      const descendant = context.register(
        context.obj({
          Type: 'Font',
          Subtype: 'CIDFontType2',
          BaseFont: 'Glyphless',
          CIDSystemInfo: { Registry: PDFString.of('Adobe'), Ordering: PDFString.of('Identity'), Supplement: 0 },
          FontDescriptor: descriptor,
          DW: PER_MILLE / 2,
          W: widths,
          CIDToGIDMap: context.register(context.flateStream(glyphsOf(codes))),
        }),
      )
      const unicode = context.register(context.flateStream(unicodeMap(codes)))
      return context.register(
        context.obj({
          Type: 'Font',
          Subtype: 'Type0',
          BaseFont: 'Glyphless',
          Encoding: 'Identity-H',
          DescendantFonts: [descendant],
          ToUnicode: unicode,
        }),
      )
    },
  }
}

/** The glyph of each code, two bytes each; the first is that of code 0, which stands for nothing. */
function glyphsOf(codes: ReadonlyMap<string, number>): Uint8Array<ArrayBuffer> {
  const glyphs = [...codes.keys()].flatMap((character) => [0, advance(character) === 1 ? GLYPH_OF_WIDTH.wide : GLYPH_OF_WIDTH.narrow])
  return Uint8Array.from([0, 0, ...glyphs])
}

/** The table from codes to Unicode. A block of it holds at most 100 lines. */
function unicodeMap(codes: ReadonlyMap<string, number>): string {
  const lines = [...codes].map(([character, code]) => `<${hex(code)}> <${utf16(character)}>`)
  const blocks: string[] = []
  for (let at = 0; at < lines.length; at += 100) {
    const block = lines.slice(at, at + 100)
    blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`)
  }
  return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
${blocks.join('\n')}
endcmap
CMapName currentdict /CMap defineresource pop
end
end`
}

function utf16(character: string): string {
  return Array.from({ length: character.length }, (_, at) => hex(character.charCodeAt(at))).join('')
}

function hex(code: number): string {
  return code.toString(16).toUpperCase().padStart(4, '0')
}

/** PDF knows no exponents. */
function plain(value: number): string {
  return String(Number(value.toFixed(4)) + 0)
}
