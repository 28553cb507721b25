import { type CredentialProvider, fromAccessKey, fromBearer, fromCredentialsUri, fromSts, invalidOption } from '@x/credentials-core'
import { fromEcsRamRole } from '@x/provider-ecs'
import { fromRsaKeyPair } from '@x/provider-rsa'
import { fromOidcRoleArn, fromRamRoleArn } from '@x/provider-sts'
import type { Config } from './config.ts'
import { fetchUri } from './fetch-uri.ts'

/** Which factory makes which type: a type's name is its factory's. */
const FACTORIES: { readonly [T in Config['type']]: (options: Omit<Extract<Config, { type: T }>, 'type'>) => CredentialProvider } = {
  access_key: fromAccessKey,
  sts: fromSts,
  bearer: fromBearer,
  ram_role_arn: fromRamRoleArn,
  oidc_role_arn: fromOidcRoleArn,
  // Who asks for it means to be on ECS: a network that comes up late is tried again.
  ecs_ram_role: (options) => fromEcsRamRole({ absenceMemory: 0, ...options }),
  rsa_key_pair: fromRsaKeyPair,
  credentials_uri: (options) => fromCredentialsUri({ ...options, fetch: options.fetch ?? fetchUri(options.env) }),
}

/** `createProvider`. */
export function providerOf(config: Config): CredentialProvider {
  const { type, ...options } = config ?? {}
  const supported = `Use one of ${Object.keys(FACTORIES).join(', ')}.`
  if (type === undefined) throw invalidOption('type', 'is missing', supported)
  if (!Object.hasOwn(FACTORIES, type)) throw invalidOption('type', 'is not supported', supported)
  const create = FACTORIES[type] as (options: object) => CredentialProvider
  return create(options)
}
