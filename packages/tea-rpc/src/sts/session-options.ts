import { type Environment, expandPath, invalidOption, readVariable } from '@x/credentials-core'

/**
 * How long a session lasts, in seconds; absent and 0 both mean an hour.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for less than 900, more than `most`, or no whole number.
 */
export function readDuration({ roleSessionExpiration }: { readonly roleSessionExpiration?: number | undefined }, most?: number): number {
  const seconds = roleSessionExpiration || 3600
  if (Number.isInteger(seconds) && seconds >= 900 && seconds <= (most ?? seconds)) return seconds
  throw invalidOption('roleSessionExpiration', `is not a whole number ${most ? `from 900 to ${most}` : 'of 900 or more'}`, 'Give seconds.')
}

/** The path that somebody meant; a leading `~` is the folder given, else that of `HOME`, else of `USERPROFILE`. */
export function fromHome(
  path: string,
  { home, env }: { readonly home?: string | undefined; readonly env?: Environment | undefined },
): string {
  return expandPath(path, { home: home ?? readVariable(env, 'HOME') ?? readVariable(env, 'USERPROFILE') })
}
