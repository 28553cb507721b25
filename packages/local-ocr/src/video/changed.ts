import type { Picture } from '../decode-picture.ts'

/** Pixels are compared at every such step along the picture. */
const STEP = 7
/** Differences up to this, of 255, are noise of the coding. */
const NOISE = 24
/** A new line of text changes more pixels than this share. */
const SHARE = 0.0005

/** Whether a frame shows something else than the one before. */
export function isChanged(before: Picture | undefined, now: Picture): boolean {
  if (!before || before.data.length !== now.data.length) return true
  let [different, all] = [0, 0]
  for (let at = 1; at < now.data.length; at += 4 * STEP) {
    all++
    if (Math.abs((before.data[at] as number) - (now.data[at] as number)) > NOISE) different++
  }
  return different > all * SHARE
}
