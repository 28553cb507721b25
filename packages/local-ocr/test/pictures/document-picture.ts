import type { Drawing, DrawnLine } from './render-picture.ts'

/** A document whose values are known. */
export interface DocumentPicture extends Drawing {
  readonly kind: string
  readonly operation: string
  /** Parameters besides the file. */
  readonly parameters?: Readonly<Record<string, string>>
  /** Values of the answer by their path, such as `FrontResult.Name`. An empty text stands for a value that is not printed. */
  readonly expected: Readonly<Record<string, unknown>>
  /** Degrees clockwise by which the finished picture is turned. */
  readonly turn?: 0 | 90 | 180 | 270
  readonly jpegQuality?: number
  /** Radius of an out-of-focus lens, in pixels. */
  readonly blur?: number
}

/** Texts below each other. */
export function column(x: number, y: number, gap: number, size: number, texts: readonly string[]): DrawnLine[] {
  return texts.map((text, at) => ({ text, x, y: y + at * gap, size }))
}

export function box(x: number, y: number, width: number, height: number, colour: string): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8" fill="${colour}"/>`
}
