import type { CredentialLike } from '@x/credentials-core'
import { describe, expectTypeOf, it } from 'vitest'
import {
  Client,
  type Config,
  type CredentialProvider,
  type Credentials,
  createProvider,
  type DefaultChainOptions,
  fromDefaultChain,
} from '../src/index.ts'

describe('the types', () => {
  it('let type decide which members a config has', () => {
    expectTypeOf<{ type: 'access_key' }>().toExtend<Config>()
    expectTypeOf<{ type: 'sts'; accessKeyId: string; accessKeySecret: string; securityToken: string | undefined }>().toExtend<Config>()
    expectTypeOf<{ type: 'ram_role_arn' }>().not.toExtend<Config>()
    expectTypeOf<{ accessKeyId: string }>().not.toExtend<Config>()
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
    expectTypeOf<{ profile: string }>().not.toExtend<DefaultChainOptions>()
  })
})
