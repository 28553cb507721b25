import { invalidOption } from '@x/credentials-core'
import { jsonText } from './json-text.ts'
import { toTimestamp } from './to-timestamp.ts'

/**
 * How an operation wants a list or a map written into one parameter: `json`; `simple`, `spaceDelimited` and `pipeDelimited` (items
 * joined by `,`, a space or `|`); `flat` (a map whose keys are written `#<length>#<key>`, so that any key is a valid name).
 */
export type ParameterStyle = 'json' | 'simple' | 'spaceDelimited' | 'pipeDelimited' | 'flat'

const SEPARATORS = { simple: ',', spaceDelimited: ' ', pipeDelimited: '|' } as const

/** The value to flatten and send in the place of a list or map. An absent value stays absent. */
export function applyStyle(value: unknown, style: ParameterStyle, field: string): unknown {
  if (value === undefined || value === null) return undefined
  if (style === 'json') return jsonText(value, field, writeDate)
  if (style === 'flat') return flatKeys(value)
  if (!Array.isArray(value)) throw invalidOption(field, 'is not a list', 'Pass an array.')
  return value.map((item) => (item === undefined || item === null ? '' : String(item))).join(SEPARATORS[style])
}

/** `JSON.stringify` has already turned a date into its own text when it asks. */
function writeDate(this: unknown, key: string, value: unknown): unknown {
  const original = (this as Record<string, unknown>)[key]
  return original instanceof Date ? toTimestamp(original.getTime()) : value
}

function flatKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(flatKeys)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  // The length counts UTF-16 units, as the official clients count it.
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [`#${key.length}#${key}`, flatKeys(member)]))
}
