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
  // NaN is no number, either: whoever gave it has miscounted.
  if (typeof given !== 'number' || !(given >= 0 && Number.isFinite(given))) {
    throw invalidOption(name, 'is no number of milliseconds', 'Give 0 or more.')
  }
  return given || usual
}
