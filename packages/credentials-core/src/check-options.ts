import { invalidOption } from './errors.ts'

/**
 * Refuses an option that nobody reads, so that a misspelt one, or one in snake_case, never has no effect. Members that are `undefined`
 * count as absent.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION`, listing the names that are known.
 */
export function checkOptions(options: object, known: readonly string[]): void {
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined && !known.includes(name)) throw invalidOption(name, 'is not known', `Use ${known.join(', ')}.`)
  }
}
