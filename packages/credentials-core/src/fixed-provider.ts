import { checkOptions } from './check-options.ts'
import { checkCredentials, createCredentials, type SecretField } from './create-credentials.ts'
import type { Credentials, PlainCredentials } from './credentials.ts'
import { defineProvider } from './define-provider.ts'
import { type Environment, readVariable } from './environment.ts'
import { CredentialsError } from './errors.ts'
import type { CredentialProvider } from './provider.ts'

/** Such as `ALIBABA_CLOUD_ACCESS_KEY_ID` for `accessKeyId`. */
const variableOf = (field: SecretField): string => `ALIBABA_CLOUD_${field.replace(/[A-Z]/g, '_$&').toUpperCase()}`

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
  checkOptions(options, [...fields, 'env'])
  const { env, ...given } = options
  if (fields.every((field) => given[field] === undefined)) return variablesProvider(name, fields, fields.length, env, type)
  const value = createCredentials({ ...given, type, providerName: name }) as C
  return immediateProvider(name, () => value)
}

/** A provider that reads variables at each call. Of the fields, the first `needed` must be set. */
export function variablesProvider<C extends Credentials>(
  name: string,
  fields: readonly SecretField[],
  needed: number,
  env: Environment | undefined,
  type?: C['type'],
): CredentialProvider<C> {
  const variables = fields.map(variableOf)
  let known: C | undefined
  let knownFrom: string | undefined
  return immediateProvider(name, () => {
    const values = variables.map((variable) => readVariable(env, variable))
    const missing = variables.filter((_, index) => index < needed && !values[index])
    if (missing.length > 0) throw notSet(name, missing)
    const from = values.join('\n')
    // The same object for the same values.
    if (!known || from !== knownFrom) {
      const plain = Object.fromEntries(fields.map((field, index) => [field, values[index]]))
      known = checkCredentials({ ...plain, type }, name, variableOf) as C
      knownFrom = from
    }
    return known
  })
}

/** The error of a provider whose variables are not set: a chain goes on to the next, unless something else was given in code. */
export function notSet(provider: string, variables: readonly string[], skippable = true): CredentialsError {
  return new CredentialsError(`Not set: ${variables.join(', ')}.`, {
    code: 'ERR_CREDENTIALS_NOT_CONFIGURED',
    provider,
    field: variables[0],
    skippable,
    hint: 'Set the variable, or give the value in code.',
  })
}

/** A provider that never waits. */
function immediateProvider<C extends Credentials>(name: string, read: () => C): CredentialProvider<C> {
  const resolve = async (options?: { signal?: AbortSignal | undefined }): Promise<C> => {
    options?.signal?.throwIfAborted()
    return read()
  }
  const peek = (): C | undefined => {
    try {
      return read()
    } catch {
      return undefined
    }
  }
  return defineProvider(name, peek, resolve)
}
