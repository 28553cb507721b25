import type { CredentialProvider } from '@x/credentials-core'
import { providerOf } from '#providers'
import type { Config } from './config.ts'

/**
 * Makes the provider that a config describes.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` at once for a type that is missing or not supported, which lists those that are; for a member
 * that the type does not have; and for what the type's factory refuses.
 * @example const provider = createProvider({ type: 'access_key', accessKeyId, accessKeySecret })
 */
export function createProvider(config: Config): CredentialProvider {
  return providerOf(config)
}
