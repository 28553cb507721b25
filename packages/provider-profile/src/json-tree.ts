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

/**
 * The places of all values of a JSON text, or the offset of its first mistake. What engines say about a mistake quotes the text, each in its
 * own way (R4), so this looks for it itself; and a text that is changed place by place keeps all else as it was.
 */
export function readJsonTree(text: string): JsonNode | { readonly mistakeAt: number } {
  let at = 0

  function skipBlanks(): void {
    while (/^[ \t\n\r]$/.test(text.charAt(at))) at++
  }

  /** Marks a mistake, unless the next character is the expected one. */
  function take(expected: string): boolean {
    skipBlanks()
    if (text.charAt(at) !== expected) return false
    at++
    return true
  }

  function readValue(depth: number): JsonNode | false {
    skipBlanks()
    const start = at
    const first = text.charAt(at)
    if (depth > DEEPEST) return false
    if (first === '{') return readObject(start, depth)
    if (first === '[') return readList(start, depth)
    if (first === '"' ? readText() : readWord()) return { start, end: at }
    return false
  }

  function readObject(start: number, depth: number): JsonNode | false {
    const members: JsonMember[] = []
    at++
    skipBlanks()
    if (text.charAt(at) === '}') return { start, end: ++at, members }
    for (;;) {
      skipBlanks()
      const nameStart = at
      if (!readText()) return false
      const nameEnd = at
      const value = take(':') && readValue(depth + 1)
      if (!value) return false
      members.push({ name: JSON.parse(text.slice(nameStart, nameEnd)), start: nameStart, end: nameEnd, value })
      skipBlanks()
      if (text.charAt(at) === '}') return { start, end: ++at, members }
      if (!take(',')) return false
    }
  }

  function readList(start: number, depth: number): JsonNode | false {
    const items: JsonNode[] = []
    at++
    skipBlanks()
    if (text.charAt(at) === ']') return { start, end: ++at, items }
    for (;;) {
      const item = readValue(depth + 1)
      if (!item) return false
      items.push(item)
      skipBlanks()
      if (text.charAt(at) === ']') return { start, end: ++at, items }
      if (!take(',')) return false
    }
  }

  function readText(): boolean {
    if (text.charAt(at) !== '"') return false
    for (at++; at < text.length; at++) {
      const one = text.charAt(at)
      if (one === '"') return Boolean(++at)
      if (one < ' ') return false
      if (one !== '\\') continue
      const escaped = /^(["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(text.slice(at + 1, at + 6))
      if (!escaped) return false
      at += escaped[0].length
    }
    return false
  }

  function readWord(): boolean {
    const word = /(true|false|null|-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?)/y
    word.lastIndex = at
    const found = word.exec(text)
    if (!found) return false
    at += found[0].length
    return true
  }

  const root = readValue(0)
  if (!root) return { mistakeAt: at }
  skipBlanks()
  return at < text.length ? { mistakeAt: at } : root
}

/** The line and column of an offset, both from 1. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/)
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
}
