import type { TextLine } from '../text-line.ts'
import type { LabelledValue } from './labelled-values.ts'
import { pieceOf } from './piece-of.ts'
import { around } from './rectangle.ts'

/** A value as it is answered, and the piece of the page it was read from. */
export interface Found {
  readonly text: string
  readonly line: TextLine
}

/** Finds a value in a text; an empty text when it is not there. */
export type ReadText = (text: string) => string

/** The first value of a label in which `read` finds something. */
export function labelled<Key extends string>(values: readonly LabelledValue<Key>[], key: Key, read: ReadText = trimmed): Found | undefined {
  for (const value of values) {
    const text = value.key === key && value.value ? read(value.value.text) : ''
    if (text !== '' && value.value) return { text, line: value.value }
  }
  return undefined
}

/** The first line in which `read` finds something. */
export function anywhere(lines: readonly TextLine[], read: ReadText): Found | undefined {
  for (const line of lines) {
    const text = read(line.text)
    if (text === '') continue
    const start = line.text.indexOf(text)
    return { text, line: start < 0 ? line : pieceOf(line, start, start + text.length) }
  }
  return undefined
}

/** What a pattern, or its first group, matches in a text without blanks. */
export function matching(pattern: RegExp): ReadText {
  return (text) => {
    const match = pattern.exec(text.replace(/\s/g, ''))
    return match?.[1] ?? match?.[0] ?? ''
  }
}

/** The wire form of values with their places, as invoices have it. Values that were not found are left out. */
export function keyValueInfos(found: Readonly<Record<string, Found | undefined>>): Record<string, unknown>[] {
  return Object.entries(found).flatMap(([Key, value]) =>
    value
      ? [
          {
            Key,
            Value: value.text,
            ValueScore: Number((value.line.probability * 100).toFixed(2)),
            ValuePositions: value.line.corners.map(({ x, y }) => ({ X: Math.round(x), Y: Math.round(y) })),
          },
        ]
      : [],
  )
}

/** The texts of values; empty for those that were not found. */
export function texts<Key extends string>(found: Readonly<Record<Key, Found | undefined>>): Record<Key, string> {
  return Object.fromEntries(Object.entries<Found | undefined>(found).map(([key, value]) => [key, value?.text ?? ''])) as Record<Key, string>
}

/** Left, top, right and bottom of a value, rounded to pixels. */
export function boxOf({ line }: Found): readonly number[] {
  const { left, top, right, bottom } = around(line.corners)
  return [left, top, right, bottom].map(Math.round)
}

function trimmed(text: string): string {
  return text.trim()
}
