import type { Credentials } from './credentials.ts'
import { type AlibabaCloudError, invalidOption } from './errors.ts'
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
  resolve: (options?: ResolveOptions) => Promise<C>,
): CredentialProvider<C> {
  const provider = (options?: ResolveOptions): Promise<C> => {
    const value = options?.rejectedKeyId || options?.signal?.aborted ? undefined : peek()
    if (value) return Promise.resolve(value)
    const problem = problemOf(options)
    return problem ? Promise.reject(problem) : resolve(options)
  }
  return Object.assign(provider, { providerName: name, [PEEK]: peek })
}

/** What keeps a call from being made, if anything does. */
function problemOf(options: unknown): AlibabaCloudError | undefined {
  if (options === null) return invalidOption('options', 'is null', 'Pass an object, or nothing.')
  const { signal } = Object(options) as ResolveOptions
  return signal && typeof signal.throwIfAborted !== 'function'
    ? invalidOption('signal', 'is no AbortSignal', 'Pass the signal of an AbortController.')
    : undefined
}

/** Whether a value is one of our providers: checked, cached and named. */
export function isProvider(value: unknown): value is CredentialProvider & Peekable<Credentials> {
  return typeof value === 'function' && PEEK in value
}

/** What a provider would answer at once: its value if that needs no refresh, else `undefined`. Never starts anything. */
export function peekCredentials<C extends Credentials>(provider: CredentialProvider<C>): C | undefined {
  return (provider as Partial<Peekable<C>>)[PEEK]?.()
}
