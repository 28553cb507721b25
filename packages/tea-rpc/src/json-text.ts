import { invalidOption } from '@x/credentials-core'

/** JSON text of a value of the caller's. Throws `ERR_INVALID_OPTION` for what JSON cannot hold, such as a bigint or a cycle. */
export function jsonText(value: unknown, field: string, replace?: (key: string, value: unknown) => unknown): string {
  try {
    return JSON.stringify(value, replace)
  } catch {
    throw invalidOption(field, 'cannot be written as JSON', 'Pass data without cycles; write large integers as text.')
  }
}
