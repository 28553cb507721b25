import { type Corner, round } from './geometry.ts'
import { numberOf, type Wire } from './places.ts'

/** Width and height in pixels. */
export interface Size {
  readonly width: number
  readonly height: number
}

/**
 * Some answers measure in a picture of their own: turned upright (`angle`: degrees by which the page lay turned clockwise) and of the size
 * `width` by `height`. Returns the way from there to the picture at hand, which may also be scaled, as a page of a PDF is.
 */
export function toPicture(data: Wire, picture: Size | undefined): (corner: Corner) => Corner {
  const width = numberOf(data.width)
  const height = numberOf(data.height)
  if (!width || !height || !picture) return (corner) => corner
  const quarters = isTurned(data, picture, { width, height }) ? (Math.round((numberOf(data.angle) ?? 0) / 90) + 4) % 4 : 0
  const [across, down] = quarters % 2 ? [height, width] : [width, height]
  const [right, below] = [picture.width / across, picture.height / down]
  return ([x, y]) => {
    const [turnedX, turnedY] = turn(x, y, width, height, quarters)
    return [round(turnedX * right), round(turnedY * below)]
  }
}

/** Whether the picture at hand is the one that was sent, and not already the upright one: an upright one has the other shape. */
function isTurned(data: Wire, picture: Size, upright: Size): boolean {
  const sent = { width: numberOf(data.orgWidth) ?? upright.width, height: numberOf(data.orgHeight) ?? upright.height }
  const unlike = (size: Size): number => Math.abs(Math.log((size.width / size.height) * (picture.height / picture.width)))
  return unlike(sent) <= unlike(upright)
}

function turn(x: number, y: number, width: number, height: number, quarters: number): Corner {
  switch (quarters) {
    case 1:
      return [height - y, x]
    case 2:
      return [width - x, height - y]
    case 3:
      return [y, width - x]
    default:
      return [x, y]
  }
}
