import { invalidOption } from '@x/credentials-core'

type Kind = 'string' | 'number' | 'boolean' | 'object' | 'function'

/** The names an options object may have, separated by blanks, by the type of their values. `any` names take more than one type. */
export type OptionNames = Readonly<Partial<Record<Kind | 'any', string>>>

/**
 * Refuses an options object with a name that is not known, or a value of the wrong type. `undefined` members count as absent.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` naming the field; for a snake_case name it says the camelCase one.
 */
export function checkNames(options: object, names: OptionNames): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue
    const kind = Object.entries(names).find(([, list]) => ` ${list} `.includes(` ${name} `))?.[0]
    if (!kind)
      throw invalidOption(name, 'is not known', `Write ${name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())}, or leave it out.`)
    // Neither null, nor a number that is negative or infinite.
    if (kind !== 'any' && (typeof value !== kind || value === null || (kind === 'number' && !isAmount(value))))
      throw invalidOption(name, `is not a ${kind}`, 'Pass one, 0 or more if it is a number, or leave it out.')
  }
}

/** Whether a value can be a time limit or another amount. */
export function isAmount(value: unknown): boolean {
  return Number.isFinite(value) && (value as number) >= 0
}
