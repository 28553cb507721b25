import { createHash, timingSafeEqual } from 'node:crypto'

/** Compares without telling by the time taken where two texts differ. */
export function sameText(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}
