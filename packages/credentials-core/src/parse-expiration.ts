/**
 * The instant that an expiration names, in milliseconds since 1970, or NaN when it names none. Text must carry `Z` or an offset, so that no
 * local time zone has a say. A number below 1e11 counts seconds (until the year 5138), any other milliseconds (R26).
 */
export function parseExpiration(value: Date | string | number): number {
  // No `instanceof`: a date of another frame or context is one, too.
  if (Object.prototype.toString.call(value) === '[object Date]') return (value as Date).getTime()
  if (typeof value === 'string' && /^\d{4}-.+T.+(Z|[+-]\d\d:?\d\d)$/.test(value)) return Date.parse(value)
  // Not every object that a source may give can be made a number.
  const number = typeof value === 'object' ? Number.NaN : Number(value)
  return number < 1e11 ? number * 1000 : number
}
