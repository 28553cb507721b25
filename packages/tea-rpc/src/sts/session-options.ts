import { type Environment, invalidOption, readVariable } from '@x/credentials-core'

/**
 * How long a session lasts, in seconds; absent and 0 both mean an hour.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for less than 900, more than `most`, or no whole number.
 */
export function readDuration({ roleSessionExpiration }: { readonly roleSessionExpiration?: number | undefined }, most?: number): number {
  const seconds = roleSessionExpiration === undefined || roleSessionExpiration === 0 ? 3600 : roleSessionExpiration
  if (Number.isInteger(seconds) && seconds >= 900 && seconds <= (most ?? seconds)) return seconds
  throw invalidOption('roleSessionExpiration', `is not a whole number ${most ? `from 900 to ${most}` : 'of 900 or more'}`, 'Give seconds.')
}

/** The folder that `~` means in a path: the one given, else that of `HOME`, else of `USERPROFILE`. */
export function findHome({
  home,
  env,
}: {
  readonly home?: string | undefined
  readonly env?: Environment | undefined
}): string | undefined {
  return home ?? readVariable(env, 'HOME') ?? readVariable(env, 'USERPROFILE')
}
