import type { Reading } from '../reading.ts'

/** The size of the page turned upright, in which places are measured, and of the picture given. */
export function pageFrame({ width, height, turn }: Reading): Record<'Width' | 'Height' | 'OrgWidth' | 'OrgHeight', number> {
  const lies = turn === 90 || turn === 270
  return { Width: width, Height: height, OrgWidth: lies ? height : width, OrgHeight: lies ? width : height }
}
