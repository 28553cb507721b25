declare module 'wawoff2' {
  const woff2: { decompress(file: Uint8Array): Promise<Uint8Array> }
  export default woff2
}

declare module 'opentype.js' {
  export interface Command {
    readonly type: 'M' | 'L' | 'Q' | 'C' | 'Z'
    readonly x1?: number
    readonly y1?: number
    readonly x2?: number
    readonly y2?: number
    readonly x?: number
    readonly y?: number
  }
  export interface Options {
    readonly variation: { readonly wght: number }
  }
  export interface Font {
    charToGlyph(char: string): {
      getPath(x: number, y: number, size: number, options: Options, font: Font): { readonly commands: Command[] }
    }
    getAdvanceWidth(text: string, size: number, options: Options): number
  }
  const opentype: { parse(ttf: ArrayBuffer): Font }
  export default opentype
}
