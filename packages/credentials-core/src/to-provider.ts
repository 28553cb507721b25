import { type CacheOptions, cached } from './cached.ts'
import { invalidOption } from './errors.ts'
import type { CredentialLike, CredentialProvider, CredentialSource } from './provider.ts'

/**
 * Makes a provider of whatever a `credential` option accepts: a provider as it is, any other async function and any object with
 * `getCredential()` behind `cached`.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` when it is none of these.
 * @example const provider = toProvider(new OfficialClient())
 */
export function toProvider(credential: CredentialLike, options?: CacheOptions): CredentialProvider {
  if (typeof credential === 'function') return cached(credential, options)
  if (typeof credential?.getCredential !== 'function') {
    throw invalidOption('credential', 'gives no credentials', 'Pass a provider or an object with getCredential().')
  }
  return cached(((asked) => credential.getCredential(asked)) as CredentialSource, options)
}
