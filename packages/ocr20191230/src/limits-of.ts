import { limitsOf as limitsInTable } from '#file-limits'
import type { InputLimits } from './input-limits.ts'

/** What an operation takes; `undefined` for a retired operation, whose limits are not known. */
export function limitsOf(action: string | undefined): InputLimits | undefined {
  return limitsInTable(action)
}
