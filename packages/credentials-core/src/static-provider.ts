import { createCredentials } from './create-credentials.ts'
import type { Credentials, PlainCredentials } from './credentials.ts'
import { defineProvider } from './define-provider.ts'
import { type Environment, readVariable } from './environment.ts'
import { CredentialsError } from './errors.ts'
import type { CredentialProvider } from './provider.ts'
import { textProblem } from './text-problem.ts'

const VARIABLES = {
  accessKeyId: 'ALIBABA_CLOUD_ACCESS_KEY_ID',
  accessKeySecret: 'ALIBABA_CLOUD_ACCESS_KEY_SECRET',
  securityToken: 'ALIBABA_CLOUD_SECURITY_TOKEN',
  bearerToken: 'ALIBABA_CLOUD_BEARER_TOKEN',
} as const

type Field = keyof typeof VARIABLES

/**
 * A provider of what was given in code or, when none of the members is given, of what the variables say at each call. The members are a
 * unit: an id from code is never paired with a secret from a variable.
 */
export function staticProvider<C extends Credentials>(
  type: C['type'],
  name: string,
  given: { readonly [F in Field]?: string | undefined },
  env: Environment | undefined,
): CredentialProvider<C> {
  const fields = Object.keys(given) as Field[]
  if (fields.every((field) => given[field] === undefined)) return variablesProvider<C>(name, fields, env, type)
  const value = createCredentials({ ...given, type, providerName: name }) as C
  return synchronousProvider(name, () => value)
}

/** A provider that reads the variables of `needed` at each call; all of them must be set. */
export function variablesProvider<C extends Credentials>(
  name: string,
  needed: readonly Field[],
  env: Environment | undefined,
  type?: C['type'],
  optional: readonly Field[] = [],
): CredentialProvider<C> {
  let known: C | undefined
  return synchronousProvider(name, () => {
    const facts: { -readonly [F in Field]?: string } = {}
    for (const field of [...needed, ...optional]) {
      const value = readVariable(env, VARIABLES[field])
      if (value !== undefined) facts[field] = value
    }
    const missing = needed.filter((field) => facts[field] === undefined).map((field) => VARIABLES[field])
    if (missing[0]) {
      throw new CredentialsError(`${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} not set.`, {
        code: 'ERR_CREDENTIALS_NOT_CONFIGURED',
        provider: name,
        field: missing[0],
        skippable: true,
        hint: `Set ${needed.map((field) => VARIABLES[field]).join(' and ')}.`,
      })
    }
    // The same object for the same values, so that callers can compare.
    if (known && [...needed, ...optional].every((field) => known?.[field] === facts[field])) return known
    for (const [field, value] of Object.entries(facts)) {
      const problem = textProblem(value)
      if (!problem) continue
      const variable = VARIABLES[field as Field]
      const hint = `Set ${variable} to the value that the console shows.`
      throw new CredentialsError(`${variable} ${problem}.`, { code: 'ERR_INVALID_OPTION', provider: name, field: variable, hint })
    }
    const plain: PlainCredentials = { ...facts, type, providerName: name }
    known = createCredentials(plain) as C
    return known
  })
}

function synchronousProvider<C extends Credentials>(name: string, read: () => C): CredentialProvider<C> {
  const peek = (): C | undefined => {
    try {
      return read()
    } catch {
      return undefined
    }
  }
  return defineProvider(name, peek, async (options) => {
    options?.signal?.throwIfAborted()
    return read()
  })
}
