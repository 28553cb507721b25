import type { Corners, TextLine } from '../text-line.ts'

/** A part of a line, from one character to another, at the place where it should stand: wide characters take twice the room of narrow ones. */
export function pieceOf(line: TextLine, from: number, to: number): TextLine {
  const part = line.text.slice(from, to)
  const start = from + part.length - part.trimStart().length
  const end = Math.max(start, from + part.trimEnd().length)
  const whole = room(line.text) || 1
  const [a, b] = [room(line.text.slice(0, start)) / whole, room(line.text.slice(0, end)) / whole]
  const [topLeft, topRight, bottomRight, bottomLeft] = line.corners
  const corners: Corners = [
    between(topLeft, topRight, a),
    between(topLeft, topRight, b),
    between(bottomLeft, bottomRight, b),
    between(bottomLeft, bottomRight, a),
  ]
  return { text: part.trim(), probability: line.probability, corners }
}

function room(text: string): number {
  let sum = 0
  for (const char of text) sum += /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffe6]/.test(char) ? 2 : 1
  return sum
}

type Point = Corners[number]

function between(a: Point, b: Point, share: number): Point {
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share }
}
