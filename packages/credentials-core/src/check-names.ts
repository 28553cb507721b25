import { invalidOption } from './errors.ts'

/** The names an options object may have, separated by blanks, by the kind of their values. `any` names take more than one kind. */
export type OptionNames = { readonly [kind in 'string' | 'number' | 'boolean' | 'object' | 'function' | 'any']?: string }

type Kind = Exclude<keyof OptionNames, 'any'>

/**
 * Refuses an option that nobody reads, so that a misspelt one, or one in snake_case, never has no effect; and a value of another kind.
 * Members that are `undefined` count as absent.
 *
 * @param whole What errors call the options as a whole.
 * @throws AlibabaCloudError `ERR_INVALID_OPTION`, naming the option; for a name that is not known, the one that differs in case and underscores
 * alone, else all known ones.
 * @example checkNames(options, { string: 'roleName', number: 'timeout', function: 'fetch', any: 'credential' })
 */
export function checkNames(options: object, names: OptionNames, whole = 'options'): void {
  checkKind(whole, options, 'object')
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue
    const kind = Object.entries(names).find(([, list]) => list.split(' ').includes(name))?.[0]
    if (!kind) {
      const known = Object.values(names).join(' ').split(' ')
      const meant = known.find((each) => each.toLowerCase() === name.replaceAll('_', '').toLowerCase())
      throw invalidOption(name, 'is not known', `Use ${meant ?? known.join(', ')}.`)
    }
    if (kind !== 'any') checkKind(name, value, kind as Kind)
  }
}

/** Refuses a value of another kind, and a number that is no amount. The value is not quoted. */
export function checkKind(name: string, value: unknown, kind: Kind): void {
  if (kind === 'number' ? !isAmount(value) : typeof value !== kind || value === null)
    throw invalidOption(
      name,
      `is no ${kind === 'number' ? 'amount' : kind}`,
      `Pass ${kind === 'number' ? '0 or more' : 'one'}, or leave it out.`,
    )
}

/** Whether a value can be a time limit or another amount: a number, neither negative nor infinite. */
export function isAmount(value: unknown): value is number {
  return Number.isFinite(value) && (value as number) >= 0
}
