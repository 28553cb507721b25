const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g
/** Begins a text that stands for an integer (`n`), or that began with the same character in the input (`s`). */
const MARK = '\\u0000'

/**
 * Parses JSON without rounding: an integer beyond 2^53 becomes its digits as text, or a `bigint`.
 * Throws `SyntaxError`; its text quotes the input, so it must not be passed on.
 */
export function parseExact(text: string, bigints: 'text' | 'bigint' = 'text'): unknown {
  const exact = bigints === 'bigint'
  const marked = text.replace(TOKEN, (token, string?: string, colon?: string) => {
    if (string === undefined) return isRounded(token) ? `"${exact ? `${MARK}n` : ''}${token}"` : token
    return exact && colon === undefined && string.startsWith(`"${MARK}`) ? `"${MARK}s${string.slice(1)}` : token
  })
  return JSON.parse(marked, exact ? unmark : undefined)
}

const isRounded = (token: string): boolean => /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token))

function unmark(_: string, value: unknown): unknown {
  if (typeof value !== 'string' || value.charCodeAt(0) !== 0) return value
  return value[1] === 'n' ? BigInt(value.slice(2)) : value.slice(2)
}
