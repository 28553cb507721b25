/** `YYYY-MM-DDTHH:mm:ssZ` in UTC, as both signatures want it; milliseconds are cut off, not rounded. */
export function toTimestamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}
