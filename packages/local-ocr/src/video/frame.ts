import type { Picture } from '../decode-picture.ts'

/** A picture of a film and when it is shown first, in milliseconds from the beginning. */
export interface Frame {
  readonly at: number
  readonly picture: Picture
}

/** A film whose frames are unpacked one by one. */
export interface Film {
  readonly width: number
  readonly height: number
  /** Milliseconds. */
  readonly duration: number
  /** Frames, shown ones and others. */
  readonly count: number
  frames(): AsyncIterable<Frame>
}
