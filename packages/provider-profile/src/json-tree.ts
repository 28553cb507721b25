/** Where a value of a JSON text stands. */
export interface JsonNode {
  readonly start: number
  readonly end: number
  /** The members of an object, in order, duplicates included. */
  readonly members?: readonly JsonMember[] | undefined
  /** The items of a list. */
  readonly items?: readonly JsonNode[] | undefined
}

export interface JsonMember {
  readonly name: string
  /** Where the name stands, quotes included. */
  readonly start: number
  readonly end: number
  readonly value: JsonNode
}

/** Deeper than any file that people write, and shallow enough for every engine's stack. */
const DEEPEST = 500

const BLANKS = /[ \t\n\r]*/y
const WORD = /true|false|null|-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what JSON refuses.
const TEXT_BUT_LAST_QUOTE = /"([^"\\\0-\x1f]+|\\(["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y

/**
 * The places of all values of a JSON text, or the offset of its first mistake. What engines say about a mistake quotes the text, each in its
 * own way (R4), so this looks for it itself; and a text that is changed place by place keeps all else as it was.
 */
export function readJsonTree(text: string): JsonNode | { readonly mistakeAt: number } {
  let at = 0

  /** Goes past what a sticky pattern finds here. */
  function pass(pattern: RegExp): boolean {
    pattern.lastIndex = at
    const [found = ''] = pattern.exec(text) ?? []
    at += found.length
    return found !== ''
  }

  /** Goes past one character, blanks before it left out, if it is this one. */
  function take(expected: string): boolean {
    pass(BLANKS)
    if (text.charAt(at) !== expected) return false
    at++
    return true
  }

  function passText(): boolean {
    return pass(TEXT_BUT_LAST_QUOTE) && text.charAt(at) === '"' && Boolean(++at)
  }

  function readValue(depth: number): JsonNode | false {
    pass(BLANKS)
    const start = at
    if (depth > DEEPEST) return false
    if (take('{')) {
      const members = readSeries('}', () => readMember(depth + 1))
      return members && { start, end: at, members }
    }
    if (take('[')) {
      const items = readSeries(']', () => readValue(depth + 1))
      return items && { start, end: at, items }
    }
    return (passText() || (at === start && pass(WORD))) && { start, end: at }
  }

  function readMember(depth: number): JsonMember | false {
    pass(BLANKS)
    const start = at
    if (!passText()) return false
    const end = at
    const value = take(':') && readValue(depth)
    return value && { name: JSON.parse(text.slice(start, end)), start, end, value }
  }

  function readSeries<T>(last: string, read: () => T | false): T[] | false {
    const series: T[] = []
    if (take(last)) return series
    for (;;) {
      const one = read()
      if (!one) return false
      series.push(one)
      if (take(last)) return series
      if (!take(',')) return false
    }
  }

  const root = readValue(0)
  if (root) pass(BLANKS)
  return root && at === text.length ? root : { mistakeAt: at }
}

/** The line and column of an offset, both from 1. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/)
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
}
