import type { CredentialLike } from '@x/credentials-core'
import { describe, expectTypeOf, it } from 'vitest'
import {
  Client,
  type Config,
  type CredentialProvider,
  type Credentials,
  createProvider,
  type DefaultChainOptions,
  type DefaultLinkName,
  type EcsRamRoleConfig,
  type ExplainReport,
  explain,
  fromDefaultChain,
  fromEcsRamRole,
  fromRamRoleArn,
  type OidcRoleArnConfig,
  type RamRoleArnConfig,
  type RsaKeyPairConfig,
} from '../src/index.ts'

describe('the types', () => {
  it('let type decide which members a config has', () => {
    expectTypeOf<{ type: 'access_key' }>().toExtend<Config>()
    expectTypeOf<{ type: 'sts'; accessKeyId: string; accessKeySecret: string; securityToken: string | undefined }>().toExtend<Config>()
    expectTypeOf<{ accessKeyId: string }>().not.toExtend<Config>()
    expectTypeOf<Config['type']>().toEqualTypeOf<
      'access_key' | 'sts' | 'bearer' | 'ram_role_arn' | 'oidc_role_arn' | 'ecs_ram_role' | 'rsa_key_pair' | 'credentials_uri'
    >()
  })

  it('make fields optional that a variable can fill, and no others', () => {
    expectTypeOf<{ type: 'ram_role_arn' }>().toExtend<Config>()
    expectTypeOf<{ type: 'oidc_role_arn' }>().toExtend<Config>()
    expectTypeOf<{ type: 'ecs_ram_role' }>().toExtend<Config>()
    expectTypeOf<{ type: 'credentials_uri' }>().toExtend<Config>()
    expectTypeOf<{ type: 'rsa_key_pair'; publicKeyId: string; privateKeyFile: string }>().toExtend<Config>()
    expectTypeOf<{ type: 'rsa_key_pair'; privateKeyFile: string }>().not.toExtend<Config>()
    expectTypeOf<RsaKeyPairConfig['publicKeyId']>().toBeString()
    expectTypeOf<{ type: 'ram_role_arn'; credential: CredentialProvider; roleArn: string }>().toExtend<RamRoleArnConfig>()
    expectTypeOf<{ type: 'ram_role_arn'; credential: Client }>().toExtend<RamRoleArnConfig>()
    expectTypeOf<{ type: 'oidc_role_arn'; oidcToken: string }>().toExtend<OidcRoleArnConfig>()
    expectTypeOf<{ type: 'ecs_ram_role'; disableIMDSv1: true }>().toExtend<EcsRamRoleConfig>()
    expectTypeOf<{ type: 'ecs_ram_role'; disableIMDSv1: 'true' }>().not.toExtend<EcsRamRoleConfig>()
  })

  it('make a Client of a config, of everything that a credential option takes, and of nothing', () => {
    expectTypeOf(Client).toBeConstructibleWith()
    expectTypeOf(Client).toBeConstructibleWith({ type: 'access_key' })
    expectTypeOf(Client).toBeConstructibleWith(fromDefaultChain())
    expectTypeOf(Client).toBeConstructibleWith(async () => ({ bearerToken: 'x' }))
    expectTypeOf<Client>().toExtend<CredentialLike>()
    expectTypeOf<Client['getCredential']>().returns.resolves.toEqualTypeOf<Credentials>()
    expectTypeOf<Client['getBearerToken']>().returns.toEqualTypeOf<string | undefined>()
    expectTypeOf<Client['getType']>().returns.toBeString()
  })

  it('give providers', () => {
    expectTypeOf(createProvider).returns.toEqualTypeOf<CredentialProvider>()
    expectTypeOf(fromDefaultChain).returns.toEqualTypeOf<CredentialProvider>()
    expectTypeOf(fromRamRoleArn).returns.toExtend<CredentialProvider>()
    expectTypeOf(fromEcsRamRole).returns.toExtend<CredentialProvider>()
  })

  it('say which options the default chain has', () => {
    expectTypeOf<{ profile: string; ecs: 'env-only'; order: DefaultLinkName[] }>().toExtend<DefaultChainOptions>()
    expectTypeOf<{ ecs: string }>().not.toExtend<DefaultChainOptions>()
    expectTypeOf<{ roleName: string }>().not.toExtend<DefaultChainOptions>()
    expectTypeOf(explain).returns.resolves.toEqualTypeOf<ExplainReport>()
    expectTypeOf(explain).parameter(0).toEqualTypeOf<DefaultChainOptions | undefined>()
  })
})
