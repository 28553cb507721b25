import { CredentialsError, isAlibabaCloudError } from '@x/credentials-core'

/** Where the options of a provider come from. */
export interface OptionPlace {
  /** `profile` or `cli_profile`. */
  readonly provider: string
  /** The profile and the file, as errors call them. */
  readonly label: string
  /** The field of the file that gave each option. */
  readonly fieldOf: Readonly<Record<string, string>>
}

/**
 * A wrong value is told with the profile that holds it, and by its name there. And a profile that is there is configured: that its source has
 * nothing must not send a chain on to another identity (R34). Other errors stay as they are.
 */
export function ofProfile(error: unknown, { provider, label, fieldOf }: OptionPlace): unknown {
  if (!isAlibabaCloudError(error)) return error
  const { code, hint, field = '', retryable, attempts, skippable, provider: from } = error as CredentialsError
  if (from === provider && !skippable) return error
  const isOfValue = code === 'ERR_INVALID_OPTION' || code === 'ERR_FILE_ACCESS'
  const named = isOfValue && Object.hasOwn(fieldOf, field) ? fieldOf[field] : undefined
  if (named === undefined && !skippable && (code !== 'ERR_INVALID_OPTION' || 'provider' in error)) return error
  const rename = (text: string): string => (named === undefined ? text : text.replaceAll(field, named))
  const said = rename(error.message.replace(hint, '').trim())
  return new CredentialsError(`The profile ${label} cannot be used: ${said}`, {
    code,
    provider,
    field: named ?? error.field,
    hint: rename(hint),
    retryable,
    attempts,
    cause: error,
  })
}
