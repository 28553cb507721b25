import type { CacheOptions } from './cached.ts'
import { checkKind, checkOptions } from './check-options.ts'
import { invalidOption } from './errors.ts'

/** The durations of `CacheOptions`, by whether they may last for ever. */
const DURATIONS: Readonly<Record<string, boolean>> = {
  refreshWindow: false,
  mandatoryWindow: false,
  assumedLifetime: true,
  maxStale: true,
  timeout: true,
}
const NAMES = [...Object.keys(DURATIONS), ...'name now monotonic after random onEvent waitUntil isolatedRequests'.split(' ')]

/**
 * Checks the settings of a cache. A duration that is text would be joined to the time, and one that is no number makes every comparison false.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION`, naming the setting.
 */
export function checkCacheOptions(options: CacheOptions): void {
  checkOptions(options, NAMES)
  if (options.name !== undefined) checkKind('name', options.name, 'string')
  for (const [name, endless] of Object.entries(DURATIONS)) {
    const value: unknown = options[name as 'timeout']
    // Keys that live for no time at all would be asked for without end.
    const least = name === 'assumedLifetime' ? 1 : 0
    if (value !== undefined && !(typeof value === 'number' && value >= least && (endless || Number.isFinite(value)))) {
      throw invalidOption(name, 'is no number of milliseconds', `Give ${least} or more.`)
    }
  }
}
