import { checkNames } from './check-names.ts'
import { createSnapshot, type SecretField } from './create-snapshot.ts'
import type { Credentials, PlainCredentials } from './credentials.ts'
import { defineProvider, peekCredentials } from './define-provider.ts'
import type { Environment } from './environment.ts'
import { loadPart } from './load-part.ts'
import type { CredentialProvider } from './provider.ts'

/**
 * A provider of what was given in code or, when none of the fields is given, of what their variables say at each call. The fields are a
 * unit: an id from code is never paired with a secret from a variable.
 */
export function fixedProvider<C extends Credentials>(
  type: C['type'],
  name: string,
  fields: readonly SecretField[],
  options: PlainCredentials & { readonly env?: Environment | undefined },
): CredentialProvider<C> {
  checkNames(options, { any: `${fields.join(' ')} env` })
  const { env, ...given } = options
  if (fields.every((field) => given[field] === undefined)) return variablesLater(name, fields, env, type)
  const value = createSnapshot(type, name, fields, given) as C
  return defineProvider(
    name,
    () => value,
    async () => value,
  )
}

/** As `variablesProvider`, which the first call loads: most programs that come here give their keys in code. */
function variablesLater<C extends Credentials>(
  name: string,
  fields: readonly SecretField[],
  env: Environment | undefined,
  type: C['type'],
): CredentialProvider<C> {
  let loaded: CredentialProvider<C> | undefined
  return defineProvider(
    name,
    () => loaded && peekCredentials(loaded),
    async (options) => {
      if (!loaded) {
        const { variablesProvider } = await loadPart(() => import('#variables'))
        // Another call may have been faster.
        loaded ??= variablesProvider<C>(name, fields, env, type)
      }
      return loaded(options)
    },
  )
}
