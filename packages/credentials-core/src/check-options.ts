import { invalidOption } from './errors.ts'

const fold = (name: string): string => name.replaceAll('_', '').toLowerCase()

/**
 * Refuses an option that nobody reads, so that a misspelt one never has no effect. For a name in snake_case or in wrong case the error
 * says the right one. Members that are `undefined` count as absent.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION`
 */
export function checkOptions(options: object, known: readonly string[]): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || known.includes(name)) continue
    const meant = known.find((other) => fold(other) === fold(name))
    throw invalidOption(name, 'is not known', meant ? `Use ${meant}.` : `Use ${known.join(', ')}.`)
  }
}
