import type { Rectangle } from '../fields/rectangle.ts'
import type { TextLine } from '../text-line.ts'

/** A cell of a table; rows and columns count from 0, the last ones are included. */
export interface Cell {
  readonly startRow: number
  readonly endRow: number
  readonly startColumn: number
  readonly endColumn: number
  readonly width: number
  readonly height: number
  /** The lines in it, from the top. */
  readonly texts: readonly string[]
}

export interface Table {
  readonly cells: readonly Cell[]
  readonly place: Rectangle
  /** The lines that are its text. */
  readonly lines: readonly TextLine[]
}
