import type { CredentialLike, CredentialProvider, KeyCredentials } from '@x/credentials-core'
import { describe, expectTypeOf, it } from 'vitest'
import { type CredentialsHandlerOptions, credentialsHandler, type FromBackendOptions, fromBackend } from '../src/index.ts'

describe('the types', () => {
  it('make a provider of keys, and a function from request to response', () => {
    expectTypeOf(fromBackend).returns.toEqualTypeOf<CredentialProvider<KeyCredentials>>()
    expectTypeOf(credentialsHandler).returns.toEqualTypeOf<(request: Request) => Promise<Response>>()
  })

  it('ask for what there is no default for', () => {
    expectTypeOf<{ cookies: true }>().not.toExtend<FromBackendOptions>()
    type Needed = Pick<CredentialsHandlerOptions, 'provider' | 'policy' | 'origins' | 'session'>
    expectTypeOf<Needed>().toExtend<CredentialsHandlerOptions>()
    expectTypeOf<Omit<Needed, 'policy'>>().not.toExtend<CredentialsHandlerOptions>()
    expectTypeOf<Omit<Needed, 'origins'>>().not.toExtend<CredentialsHandlerOptions>()
    expectTypeOf<Omit<Needed, 'session'>>().not.toExtend<CredentialsHandlerOptions>()
  })

  it('let undefined be passed on, and take every kind of credential', () => {
    expectTypeOf<{ url: string; account: string | undefined; tabs: undefined }>().toExtend<FromBackendOptions>()
    expectTypeOf<CredentialLike>().toExtend<CredentialsHandlerOptions['provider']>()
  })

  it('leave how long the keys last to the handler', () => {
    expectTypeOf<CredentialsHandlerOptions>().not.toHaveProperty('roleSessionExpiration')
    expectTypeOf<CredentialsHandlerOptions>().not.toHaveProperty('roleSessionName')
  })
})
