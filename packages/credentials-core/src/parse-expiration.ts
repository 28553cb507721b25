const RFC_3339 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,3})?\d*(Z|[+-]\d\d:?\d\d)$/

/**
 * The instant that an expiration names, in milliseconds since 1970, or NaN when it names none. Text must carry `Z` or an offset, so that no
 * local time zone has a say. A number below 1e11 counts seconds (until the year 5138), any other milliseconds.
 */
export function parseExpiration(value: unknown): number {
  if (value instanceof Date) return value.getTime()
  if (typeof value === 'string') {
    if (/^\d{10,13}$/.test(value)) return parseExpiration(Number(value))
    const match = RFC_3339.exec(value.trim().toUpperCase())
    return match ? Date.parse(match[1] + (match[2] ?? '') + match[3]?.replace(/(\d\d)(\d\d)$/, '$1:$2')) : Number.NaN
  }
  if (typeof value !== 'number' || value <= 0) return Number.NaN
  return value < 1e11 ? value * 1000 : value
}
