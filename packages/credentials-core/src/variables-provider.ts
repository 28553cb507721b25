import { createSnapshot, type SecretField } from './create-snapshot.ts'
import type { Credentials } from './credentials.ts'
import { defineProvider } from './define-provider.ts'
import { type Environment, readVariable } from './environment.ts'
import { notSet } from './not-set.ts'
import type { CredentialProvider } from './provider.ts'

/** A provider that reads variables at each call. Of the fields, the first `needed` must be set. */
export function variablesProvider<C extends Credentials>(
  name: string,
  fields: readonly SecretField[],
  env: Environment | undefined,
  type?: C['type'],
  needed: number = fields.length,
): CredentialProvider<C> {
  const variables = fields.map(variableOf)
  let known: C | undefined

  function read(): C {
    const values = variables.map((variable) => readVariable(env, variable))
    const missing = variables.filter((_, index) => index < needed && !values[index])
    if (missing.length > 0) throw notSet(name, missing)
    // The same object for the same values.
    if (!known || fields.some((field, index) => known?.[field] !== values[index])) {
      const given = Object.fromEntries(fields.map((field, index) => [field, values[index]]))
      const set = fields.filter((field) => given[field])
      known = createSnapshot(type ?? (given.securityToken ? 'sts' : 'access_key'), name, set, given, { label: variableOf }) as C
    }
    return known
  }

  const peek = (): C | undefined => {
    try {
      return read()
    } catch {
      return undefined
    }
  }
  return defineProvider(name, peek, async () => read())
}

/** Such as `ALIBABA_CLOUD_ACCESS_KEY_ID` for `accessKeyId`. */
const variableOf = (field: SecretField): string => `ALIBABA_CLOUD_${field.replace(/[A-Z]/g, '_$&').toUpperCase()}`
