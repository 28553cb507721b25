import { checkNames, type OptionNames } from './check-names.ts'
import { checkRetryOptions } from './check-retry-options.ts'
import type { RuntimeOptions } from './config.ts'
import { CONNECTION } from './connection-names.ts'

/** The members of `RuntimeOptions`. */
export const RUNTIME_NAMES: OptionNames = {
  string: `${CONNECTION.string}backoffPolicy localAddr`,
  number: `${CONNECTION.number}readTimeout maxAttempts backoffPeriod deadline`,
  boolean: 'autoretry ignoreSSL keepAlive',
  object: 'extendsParameters signal',
}

/** Refuses options of a call that are not known, of the wrong type, or mean nothing. */
export function checkRuntime(runtime: RuntimeOptions): void {
  checkNames(runtime, RUNTIME_NAMES)
  checkRetryOptions(runtime)
}
