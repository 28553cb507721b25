import type { CredentialProvider } from '@x/credentials-core'
import type { Config } from './config.ts'
import type { Places } from './places.ts'
import { providerOf } from './provider-of.ts'

/** Makes the provider that a profile asks for. What the profile itself says stands before the places of the chain. */
export function createProfileProvider(config: Config, places: Places): CredentialProvider {
  return providerOf(withPlaces(config, places))
}

function withPlaces(config: Config, { env, home, readFile, fetch, refresh, stsEndpoint, metadataEndpoint }: Places): Config {
  switch (config.type) {
    case 'ram_role_arn':
      return { env, fetch, refresh, ...config, stsEndpoint: config.stsEndpoint ?? stsEndpoint }
    case 'oidc_role_arn':
    case 'rsa_key_pair':
      return { env, home, readFile, fetch, refresh, ...config, stsEndpoint: config.stsEndpoint ?? stsEndpoint }
    case 'ecs_ram_role':
      return { env, fetch, refresh, metadataEndpoint, ...config }
    case 'credentials_uri':
      return { env, fetch, refresh, ...config }
    default:
      return { env, ...config }
  }
}
