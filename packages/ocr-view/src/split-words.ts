import { type Corner, round } from './geometry.ts'
import type { TextRegion } from './read-response.ts'
import { advanceOf, textRun } from './text-run.ts'

/**
 * The words of a line of text, each with its part of the box. The service places lines, not words, so the parts are reckoned from the
 * widths of the characters. Text without blanks, as Chinese is, stays one word.
 */
export function splitWords(region: TextRegion): TextRegion[] {
  const words = [...region.text.matchAll(/\S+/g)]
  if (words.length === 1 && words[0]?.[0] === region.text) return [region]
  const { start, angle, length, height } = textRun(region.text, region.corners)
  const whole = advanceOf(region.text)
  const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]
  const at = (along: number, up: number): Corner => [round(start[0] + along * cos + up * sin), round(start[1] + along * sin - up * cos)]
  return words.map(({ 0: text, index }) => {
    const begin = (advanceOf(region.text.slice(0, index)) / whole) * length
    const end = begin + (advanceOf(text) / whole) * length
    return { ...region, text, corners: [at(begin, height), at(end, height), at(end, 0), at(begin, 0)] }
  })
}
