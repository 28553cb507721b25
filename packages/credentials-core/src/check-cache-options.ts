import type { CacheOptions } from './cached.ts'
import { checkNames } from './check-names.ts'
import { invalidOption } from './errors.ts'

/**
 * Checks the settings of a cache. A duration that is text would be joined to the time, and one that is no number makes every comparison false.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION`, naming the setting.
 */
export function checkCacheOptions(options: CacheOptions): void {
  checkNames(options, {
    string: 'name',
    number: 'refreshWindow mandatoryWindow',
    boolean: 'isolatedRequests',
    function: 'now monotonic after random onEvent waitUntil',
    any: 'assumedLifetime maxStale timeout',
  })
  // These may last for ever.
  for (const name of ['assumedLifetime', 'maxStale', 'timeout'] as const) {
    const { [name]: value = 1 } = options
    // Keys that live for no time at all would be asked for without end.
    const least = name === 'assumedLifetime' ? 1 : 0
    if (typeof value !== 'number' || !(value >= least)) throw invalidOption(name, 'is no number of milliseconds', `Give ${least} or more.`)
  }
}
