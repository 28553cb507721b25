import { describe, expect, it } from 'vitest'
import type { Picture } from './decode-picture.ts'
import { inGivenPicture, type Turn } from './reading.ts'
import { turnUpright } from './turn-picture.ts'

/** 3 x 2 pixels, each with its own number in red. */
const picture: Picture = { width: 3, height: 2, data: Uint8Array.from([1, 2, 3, 4, 5, 6].flatMap((red) => [red, 0, 0, 255])) }

function numbers({ width, data }: Picture): string {
  const all = Array.from({ length: data.length / 4 }, (_, at) => data[at * 4])
  return Array.from({ length: all.length / width }, (_, row) => all.slice(row * width, (row + 1) * width).join('')).join('/')
}

describe('a turned picture', () => {
  it.each([
    [0, '123/456'],
    [90, '36/25/14'],
    [180, '654/321'],
    [270, '41/52/63'],
  ] as const)('of %i degrees is turned upright', (turn, wanted) => expect(numbers(turnUpright(picture, turn))).toBe(wanted))

  it('may lie anywhere in its memory', () => {
    const shifted = new Uint8Array(25)
    shifted.set(picture.data, 1)
    expect(numbers(turnUpright({ ...picture, data: shifted.subarray(1) }, 180))).toBe('654/321')
  })

  it.each([0, 90, 180, 270] as const)('of %i degrees: a place in it is found again in the picture that was given', (turn: Turn) => {
    const upright = turnUpright(picture, turn)
    for (let y = 0; y < upright.height; y++) {
      for (let x = 0; x < upright.width; x++) {
        const place = inGivenPicture({ x: x + 0.5, y: y + 0.5 }, { ...upright, turn })
        const given = picture.data[(Math.floor(place.y) * picture.width + Math.floor(place.x)) * 4]
        expect(upright.data[(y * upright.width + x) * 4]).toBe(given)
      }
    }
  })
})
