/** Where the emulator takes the time from: milliseconds since 1970, as `Date.now` gives them. */
export interface Clock {
  now(): number
}

/** The one form of time on the wire: `2024-01-02T03:04:05Z`, milliseconds cut off. */
export function toTimestamp(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`
}

/** The instant of a wire time stamp in milliseconds, or `undefined` for any other text (also for a 13th month). */
export function parseTimestamp(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return undefined
  const milliseconds = Date.parse(text)
  return Number.isNaN(milliseconds) || toTimestamp(milliseconds) !== text ? undefined : milliseconds
}
