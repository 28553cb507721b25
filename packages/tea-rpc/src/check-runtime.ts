import { checkNames, invalidOption, type OptionNames } from '@x/credentials-core'
import { checkRetryOptions } from './check-retry-options.ts'
import type { ExtraParameters, RuntimeOptions } from './config.ts'
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
  const { signal, extendsParameters } = runtime
  if (signal && typeof signal.addEventListener !== 'function')
    throw invalidOption('signal', 'is no AbortSignal', 'Pass one, or leave it out.')
  if (extendsParameters) checkExtras(extendsParameters, 'extendsParameters')
  checkRetryOptions(runtime)
}

/** Refuses extra parameters of another shape. */
export function checkExtras(extras: ExtraParameters, field: string): void {
  for (const [name, value] of Object.entries(extras)) {
    if (!/^(headers|queries)$/.test(name) || (value && typeof value !== 'object'))
      throw invalidOption(`${field}.${name}`, 'is not known, or no object', 'Pass headers and queries as objects.')
  }
}
