import type { Picture } from './decode-picture.ts'
import type { Turn } from './reading.ts'

/** Turns a picture whose text is turned clockwise by `turn` degrees upright. */
export function turnUpright(picture: Picture, turn: Turn): Picture {
  if (turn === 0) return picture
  const from = pixels(picture.data)
  const to = new Uint32Array(from.length)
  const { width: fromWidth, height: fromHeight } = picture
  const [width, height] = turn === 180 ? [fromWidth, fromHeight] : [fromHeight, fromWidth]
  // index of the pixel that becomes the upper left one, and the steps to its right and lower neighbour
  const [start, right, down] =
    turn === 90
      ? [fromWidth - 1, fromWidth, -1]
      : turn === 180
        ? [from.length - 1, -1, -fromWidth]
        : [(fromHeight - 1) * fromWidth, -fromWidth, 1]
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0, source = start + y * down; x < width; x++, source += right) to[at++] = from[source] as number
  }
  return { width, height, data: new Uint8Array(to.buffer) }
}

/** Four bytes as one number; copied when the bytes do not lie on a border of four. */
function pixels(data: Uint8Array): Uint32Array {
  const aligned = data.byteOffset % 4 === 0 ? data : data.slice()
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 4)
}
