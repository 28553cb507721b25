import { isAmount } from './check-names.ts'
import { invalidOption } from './errors.ts'

/**
 * A time limit among the options of a provider; absent and 0 both mean the usual one.
 *
 * @param usual milliseconds when nothing is given
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for what is negative, not finite or no number.
 * @example const timeout = readMilliseconds(options, 'timeout', 10_000)
 */
export function readMilliseconds<Name extends string>(
  options: { readonly [Key in Name]?: number | undefined },
  name: Name,
  usual: number,
): number {
  const { [name]: given = usual } = options
  if (!isAmount(given)) throw invalidOption(name, 'is no number of milliseconds', 'Give 0 or more.')
  return given || usual
}
