import { isAmount } from '@x/credentials-core'
import type { RuntimeOptions } from './config.ts'

/** Whether the options of a call are right and those that many calls have, if any. The others are checked by what is loaded for them. */
export function isUsual(runtime: RuntimeOptions): boolean {
  return Object.entries(runtime).every(
    ([name, value]) =>
      value === undefined || (name === 'signal' ? value instanceof AbortSignal : /^(deadline|readTimeout)$/.test(name) && isAmount(value)),
  )
}
