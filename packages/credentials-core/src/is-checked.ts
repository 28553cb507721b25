import type { Credentials } from './credentials.ts'

// Registered, so that another copy of this package knows our objects and we know its.
export const CHECKED: unique symbol = Symbol.for('alibaba-cloud.credentials') as never

/** Whether a value was made by `createCredentials`, of this or another copy of the package. */
export function isChecked(value: unknown): value is Credentials {
  return (value as { [CHECKED]?: true } | null | undefined)?.[CHECKED] === true
}
