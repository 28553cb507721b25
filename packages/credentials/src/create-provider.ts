import { type CredentialProvider, fromAccessKey, fromBearer, fromCredentialsUri, fromSts, invalidOption } from '@x/credentials-core'
import type { Config } from './config.ts'

/** Which factory makes which type: a type's name is its factory's. */
const FACTORIES: { readonly [T in Config['type']]: (options: Omit<Extract<Config, { type: T }>, 'type'>) => CredentialProvider } = {
  access_key: fromAccessKey,
  sts: fromSts,
  bearer: fromBearer,
  credentials_uri: fromCredentialsUri,
}

/**
 * Makes the provider that a config describes.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` at once for a type that is missing or not supported, which lists those that are; for a member
 * that the type does not have; and for what the type's factory refuses.
 * @example const provider = createProvider({ type: 'access_key', accessKeyId, accessKeySecret })
 */
export function createProvider(config: Config): CredentialProvider {
  const { type, ...options } = config ?? {}
  const supported = `Use one of ${Object.keys(FACTORIES).join(', ')}.`
  if (type === undefined) throw invalidOption('type', 'is missing', supported)
  if (!Object.hasOwn(FACTORIES, type)) throw invalidOption('type', 'is not supported', supported)
  const create = FACTORIES[type] as (options: object) => CredentialProvider
  return create(options)
}
