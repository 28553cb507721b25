import type { Credentials } from './credentials.ts'
import { invalidOption } from './errors.ts'
import type { CredentialProvider, ResolveOptions } from './provider.ts'

// Registered, so that providers of another copy of this package count as cached, too.
const PEEK: unique symbol = Symbol.for('alibaba-cloud.peek') as never

interface Peekable<C extends Credentials> {
  readonly [PEEK]: () => C | undefined
}

/**
 * Makes a provider out of two functions: `peek` gives a value that is good right now without waiting, `resolve` does all the rest. The
 * warm path is `peek` alone.
 */
export function defineProvider<C extends Credentials>(
  name: string,
  peek: () => C | undefined,
  resolve: (options: ResolveOptions) => Promise<C>,
): CredentialProvider<C> {
  const provider = (options?: ResolveOptions): Promise<C> => {
    const value = options?.rejectedKeyId || options?.signal?.aborted ? undefined : peek()
    return value ? Promise.resolve(value) : ask(options)
  }

  /** The call that may wait. Nothing begins for a caller who has already left. */
  async function ask(options: ResolveOptions = {}): Promise<C> {
    if (options === null) throw invalidOption('options', 'is null', 'Pass an object, or leave it out.')
    const { signal } = options
    if (signal && typeof signal.throwIfAborted !== 'function')
      throw invalidOption('signal', 'is no AbortSignal', 'Pass one, or leave it out.')
    signal?.throwIfAborted()
    return resolve(options)
  }

  return Object.assign(provider, { providerName: name, [PEEK]: peek })
}

/** Whether a value is one of our providers: checked, cached and named. */
export function isProvider(value: unknown): value is CredentialProvider {
  return typeof value === 'function' && PEEK in value
}

/** What a provider would answer at once: its value if that needs no refresh, else `undefined`. Never starts anything. */
export function peekCredentials<C extends Credentials>(provider: CredentialProvider<C>): C | undefined {
  return (provider as Partial<Peekable<C>>)[PEEK]?.()
}
