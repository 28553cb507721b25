import { describe, expect, it } from 'vitest'
import { type Corners, levelBox } from './text-line.ts'

/** A box turned clockwise by some degrees around its centre. */
function turned(x: number, y: number, width: number, height: number, degrees: number): Corners {
  const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)]
  const corner = (dx: number, dy: number) => ({ x: x + dx * cos - dy * sin, y: y + dx * sin + dy * cos })
  const [w, h] = [width / 2, height / 2]
  return [corner(-w, -h), corner(w, -h), corner(w, h), corner(-w, h)]
}

describe('levelBox', () => {
  it.each([0, 7, -12, 45])('finds centre, size and turn of a box turned by %i degrees', (degrees) => {
    const { centre, width, height, angle } = levelBox(turned(200, 100, 120, 30, degrees))
    expect(centre.x).toBeCloseTo(200)
    expect(centre.y).toBeCloseTo(100)
    expect(width).toBeCloseTo(120)
    expect(height).toBeCloseTo(30)
    expect(angle).toBeCloseTo(degrees)
  })
})
