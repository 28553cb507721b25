import type { Picture } from './decode-picture.ts'
import { pageAngle } from './reading-order.ts'
import { levelBox, type TextLine } from './text-line.ts'

/** Degrees below which lines count as level: a line 1,000 pixels long then ends 5 pixels lower. */
const LEVEL = 0.3

/** The picture turned back by the few degrees that its text is tilted; the picture itself when it is level. */
export async function levelled(picture: Picture, lines: readonly TextLine[]): Promise<Picture> {
  const tilt = pageAngle(lines.map(({ corners }) => levelBox(corners)))
  if (Math.abs(tilt) < LEVEL) return picture
  const { default: sharp } = await import('sharp')
  const { width, height, data } = picture
  const { data: turned, info } = await sharp(data, { raw: { width, height, channels: 4 } })
    .rotate(-tilt, { background: '#ffffff' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data: turned }
}
