import type { OverlayLine } from './render-overlay.ts'

/** A line of text with the corners of its box, in pixels. */
export interface TextBox {
  readonly text: string
  /** 0 to 1. */
  readonly probability: number | undefined
  readonly corners: readonly (readonly [x: number, y: number])[]
}

/** The lines of a response that have a place. The corners are those the service gives, else the rectangle turned about its middle. */
export function textBoxes(lines: readonly OverlayLine[]): TextBox[] {
  return lines.flatMap(({ text, probability, textRectangles }) => {
    if (!textRectangles) return []
    const { left = 0, top = 0, width = 0, height = 0, angle = 0, pos } = textRectangles
    const given = pos?.map(({ x, y }) => [Number(x), Number(y)] as const).filter((corner) => corner.every(Number.isFinite))
    const corners = given && given.length >= 3 ? given : turned(Number(left), Number(top), Number(width), Number(height), Number(angle))
    if (!corners.flat().every(Number.isFinite)) return []
    return [{ text: text ?? '', probability: toProbability(probability), corners }]
  })
}

function turned(left: number, top: number, width: number, height: number, angle: number): [number, number][] {
  const middle = { x: left + width / 2, y: top + height / 2 }
  const cos = Math.cos((angle * Math.PI) / 180)
  const sin = Math.sin((angle * Math.PI) / 180)
  const corners = [
    [-width / 2, -height / 2],
    [width / 2, -height / 2],
    [width / 2, height / 2],
    [-width / 2, height / 2],
  ] as const
  return corners.map(([x, y]) => [round(middle.x + x * cos - y * sin), round(middle.y + x * sin + y * cos)])
}

/** The service has been seen to write it as text, too. */
function toProbability(value: number | string | null | undefined): number | undefined {
  const probability = Number(value ?? Number.NaN)
  return Number.isNaN(probability) ? undefined : Math.min(1, Math.max(0, probability))
}

const round = (value: number): number => Math.round(value * 10) / 10
