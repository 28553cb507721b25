import { type CredentialLike, type CredentialProvider, invalidOption, isProvider } from '@x/credentials-core'
import { loadRare } from './load-rare.ts'

/**
 * A provider as it is; any other function and any object with `getCredential()` behind the cache of core, which is loaded at the first call.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` when it is none of these.
 */
export function adoptCredential(credential: CredentialLike): CredentialProvider {
  if (isProvider(credential)) return credential
  if (typeof credential !== 'function' && typeof credential?.getCredential !== 'function') {
    throw invalidOption('credential', 'gives no credentials', 'Pass a provider or an object with getCredential().')
  }
  let adopted: CredentialProvider | undefined
  return async (options) => {
    const { toProvider } = await loadRare()
    adopted ??= toProvider(credential)
    return adopted(options)
  }
}
