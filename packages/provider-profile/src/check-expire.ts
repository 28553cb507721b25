import { invalidOption } from '@x/credentials-core'

/** Ends in milliseconds, which many programs have, would lie thousands of years ahead. */
const LAST_SECOND = 1e11

/** Refuses an end of a login that is no time. */
export function checkExpire({ accessTokenExpire: end }: { readonly accessTokenExpire?: number | undefined }): void {
  if (end === undefined || (typeof end === 'number' && end >= 0 && end < LAST_SECOND)) return
  throw invalidOption(
    'accessTokenExpire',
    'is no number of seconds since 1970',
    'Give it as the login gave it, in seconds; 0 if nobody knows.',
  )
}
