import { createCredentials } from './create-credentials.ts'
import type { Credentials } from './credentials.ts'
import { defineProvider, peekCredentials } from './define-provider.ts'
import { exposeCredentials } from './expose-credentials.ts'
import type { CredentialProvider } from './provider.ts'

/**
 * Puts a name before the path of a provider's credentials: `env` becomes `default/env`.
 *
 * @example const provider = withName('default', chain(fromEnv(), fromCredentialsUri()))
 */
export function withName(name: string, provider: CredentialProvider): CredentialProvider {
  let inner: Credentials | undefined
  let outer: Credentials | undefined

  /** The same object each time, as long as the provider gives the same one. */
  function rename(value: Credentials): Credentials {
    if (value === inner && outer) return outer
    inner = value
    outer = createCredentials({ ...exposeCredentials(value), providerName: `${name}/${value.providerName}` })
    return outer
  }

  const peek = (): Credentials | undefined => {
    const value = peekCredentials(provider)
    return value && rename(value)
  }
  return defineProvider(name, peek, async (options) => rename(await provider(options)))
}
