import { CredentialsError } from './errors.ts'

/** What keeps a provider from being its own source. */
export interface CycleGuard {
  /** Asks the source. */
  ask<T>(work: () => Promise<T>): Promise<T>
  /** Throws when the source, before it waits for anything, has come back here: it needs the very credentials that it is asked for. */
  refuseCycle(): void
}

/**
 * Keeps a provider from going round until the stack is full.
 *
 * @param provider - The provider's name, for the error.
 * @param field - What names the source, for the error.
 * @throws CredentialsError `ERR_PROFILE_CYCLE` from both functions.
 * @example const { ask } = noCycle('ram_role_arn', 'credential'); const keys = await ask(() => source({ signal }))
 */
export function noCycle(provider: string, field: string): CycleGuard {
  let asking = false
  const refuseCycle = (): void => {
    if (!asking) return
    const hint = `Pass a ${field} that does not depend on this provider.`
    throw new CredentialsError(`Provider ${provider} is its own source: a cycle.`, { code: 'ERR_PROFILE_CYCLE', provider, field, hint })
  }
  return {
    refuseCycle,
    ask(work) {
      refuseCycle()
      asking = true
      try {
        return work()
      } finally {
        asking = false
      }
    },
  }
}
