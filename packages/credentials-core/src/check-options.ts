import { invalidOption } from './errors.ts'

/** Options that mean the same wherever they are known, by what they must be. */
const KINDS = [
  ['function', /^(fetch|readFile|now|monotonic|after|random|nonce|onEvent|waitUntil)$/],
  ['boolean', /^(allowHttp|lenient|isolatedRequests)$/],
  ['object', /^refresh$/],
] as const

/**
 * Refuses an option that nobody reads, so that a misspelt one, or one in snake_case, never has no effect; and a function, switch or group
 * of settings that is none. Members that are `undefined` count as absent.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION`, listing the names that are known.
 */
export function checkOptions(options: object, known: readonly string[]): void {
  checkKind('options', options, 'object')
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue
    if (!known.includes(name)) throw invalidOption(name, 'is not known', `Use ${known.join(', ')}.`)
    const [kind] = KINDS.find(([, names]) => names.test(name)) ?? []
    if (kind) checkKind(name, value, kind)
  }
}

/** Refuses a value of another kind. The value is not quoted. */
export function checkKind(name: string, value: unknown, kind: 'function' | 'boolean' | 'object' | 'string'): void {
  if (typeof value !== kind || value === null) throw invalidOption(name, `is no ${kind}`, `Pass a ${kind}, or leave it out.`)
}
