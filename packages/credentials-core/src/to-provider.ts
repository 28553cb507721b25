import { type CacheOptions, cached } from './cached.ts'
import { isChecked, isCredentialType } from './create-credentials.ts'
import type { Credentials, PlainCredentials } from './credentials.ts'
import { invalidOption } from './errors.ts'
import type { CredentialLike, CredentialProvider, HeldCredentials } from './provider.ts'

/**
 * Makes a provider of whatever a `credential` option accepts: a provider as it is, any other async function and any object with
 * `getCredential()` behind `cached`.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` when it is none of these.
 * @example const provider = toProvider(new OfficialClient())
 */
export function toProvider(credential: CredentialLike, options?: CacheOptions): CredentialProvider {
  if (typeof credential === 'function') return cached(credential, options)
  if (typeof credential?.getCredential === 'function') {
    return cached(async (asked) => fromHeld(await credential.getCredential(asked)), options)
  }
  const hint =
    'Pass a provider such as fromAccessKey({ accessKeyId, accessKeySecret }), an async function, or an object with getCredential().'
  throw invalidOption('credential', 'gives no credentials', hint)
}

/** The official clients write absent members as `null` or empty text, and have types of their own. */
function fromHeld(held: HeldCredentials): Credentials | PlainCredentials {
  if (isChecked(held)) return held
  const type = isCredentialType(held.type) ? held.type : undefined
  return {
    type,
    accessKeyId: held.accessKeyId || undefined,
    accessKeySecret: held.accessKeySecret || undefined,
    securityToken: held.securityToken || undefined,
    // They carry an id token as the security token.
    bearerToken: held.bearerToken || (type === 'id_token' && held.securityToken) || undefined,
    providerName: held.providerName || undefined,
  }
}
