const NUMBER = /(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?/g
/** Begins a text that stands for an integer (`n`), or that began with the same character in the input (`s`). */
const MARK = '\\u0000'

/**
 * Reads text that `JSON.parse` takes, of any length and depth, without rounding: an integer beyond 2^53 becomes its digits as text, or a
 * `bigint`. One that is written with a fraction or an exponent stays a number where a number holds it exactly.
 */
export function parseExact(text: string, bigints: 'text' | 'bigint' = 'text'): unknown {
  const exact = bigints === 'bigint'
  const mark = exact ? `${MARK}n` : ''
  const keep = (token: string, ...parts: string[]): string => {
    const digits = roundedDigits(token, parts)
    // No number, and no bigint of a sensible size, holds a power like 1e999.
    return digits === undefined ? token : `"${/e/i.test(digits) ? '' : mark}${digits}"`
  }
  let marked = ''
  for (let at = 0; at < text.length; ) {
    const quote = text.indexOf('"', at)
    const start = quote < 0 ? text.length : quote
    const end = endOfString(text, start)
    marked += text.slice(at, start).replace(NUMBER, keep)
    const escaped = exact && text.startsWith(MARK, start + 1) && !text.slice(end).trimStart().startsWith(':')
    marked += escaped ? `"${MARK}s${text.slice(start + 1, end)}` : text.slice(start, end)
    at = end
  }
  const value: unknown = JSON.parse(marked)
  return exact ? unmark([value]) : value
}

/** Where the string ends that begins at `start`. */
function endOfString(text: string, start: number): number {
  for (let end = start; ; ) {
    end = text.indexOf('"', end + 1)
    if (end < 0) return text.length
    let escapes = end
    while (text[escapes - 1] === '\\') escapes--
    if ((end - escapes) % 2 === 0) return end + 1
  }
}

/** All digits of an integer that a number would round; `undefined` of whatever else. */
function roundedDigits(token: string, [sign, whole = '', fraction = '', exponent = '']: string[]): string | undefined {
  const value = Number(token)
  if (fraction + exponent === '') return Number.isSafeInteger(value) ? undefined : token
  if (!Number.isInteger(value) || value === 0) return Math.abs(value) === Infinity ? token : undefined
  const digits = whole + fraction
  const length = Math.max(0, whole.length + Number(exponent))
  if (/[1-9]/.test(digits.slice(length))) return undefined
  const integer = BigInt(sign + digits.slice(0, length).padEnd(length, '0'))
  return integer === BigInt(value) ? undefined : `${integer}`
}

/** Puts integers where texts stand for them, without a reviver: one of those would run out of stack in deep lists. */
function unmark(root: unknown[]): unknown {
  const nodes: object[] = [root]
  for (const node of nodes as Record<string, unknown>[]) {
    for (const [key, value] of Object.entries(node)) {
      if (typeof value === 'object' && value !== null) nodes.push(value)
      else if (typeof value === 'string' && value.startsWith('\0')) node[key] = value[1] === 'n' ? BigInt(value.slice(2)) : value.slice(2)
    }
  }
  return root[0]
}
