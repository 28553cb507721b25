let second = Number.NaN
let text = ''

/** `YYYY-MM-DDTHH:mm:ssZ` in UTC, as both signatures want it; milliseconds are cut off, not rounded. Made once a second. */
export function toTimestamp(ms: number): string {
  const wanted = Math.floor(ms / 1000)
  if (wanted !== second) {
    text = `${new Date(ms).toISOString().slice(0, 19)}Z`
    second = wanted
  }
  return text
}
