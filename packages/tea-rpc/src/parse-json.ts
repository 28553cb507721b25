const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/**
 * Parses JSON without rounding: an integer beyond 2^53 becomes its digits as text, which `BigInt` reads.
 * Throws `SyntaxError`; its text quotes the input, so it must not be passed on.
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text)
  // Sixteen digits in a row are rare, and nothing with fewer is rounded.
  if (!/\d{16}/.test(text)) return value
  return JSON.parse(text.replace(STRING_OR_NUMBER, (token) => (isRounded(token) ? `"${token}"` : token)))
}

const isRounded = (token: string): boolean => /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token))
