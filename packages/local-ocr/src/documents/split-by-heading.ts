import { around, inOneRow, middleOf } from '../fields/rectangle.ts'
import type { TextLine } from '../text-line.ts'

/**
 * Splits a page on which several documents lie side by side or below each other. A document begins with a line that `isHeading` knows; what lies
 * between two of them belongs to the one before. Nothing is found without a heading.
 */
export function splitByHeading(lines: readonly TextLine[], isHeading: (text: string) => boolean): readonly (readonly TextLine[])[] {
  const headings = lines.filter(({ text }) => isHeading(text.replace(/\s/g, '')))
  const places = headings.map(({ corners }) => around(corners))
  if (headings.length < 2) return headings.length === 1 ? [lines] : []

  const sideBySide = places.every((place) => places[0] && inOneRow(place, places[0]))
  const groups: TextLine[][] = headings.map(() => [])
  for (const line of lines) {
    const { x, y } = middleOf(around(line.corners))
    const nearest = sideBySide
      ? smallest(places.map((place) => Math.abs(middleOf(place).x - x)))
      : Math.max(0, places.filter(({ top }) => top <= y).length - 1)
    groups[nearest]?.push(line)
  }
  return groups
}

function smallest(values: readonly number[]): number {
  return values.indexOf(Math.min(...values))
}
