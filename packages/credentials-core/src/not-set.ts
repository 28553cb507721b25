import { CredentialsError } from './errors.ts'

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
