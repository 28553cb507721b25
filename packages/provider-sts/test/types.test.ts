import type { CredentialLike, CredentialProvider, KeyCredentials } from '@x/credentials-core'
import { describe, expectTypeOf, it } from 'vitest'
import {
  type FromOidcRoleArnOptions,
  type FromRamRoleArnOptions,
  fromOidcRoleArn,
  fromRamRoleArn,
  type StsDeniedError,
} from '../src/index.ts'
import * as node from '../src/node.ts'

describe('the types', () => {
  it('give each factory key credentials', () => {
    expectTypeOf(fromRamRoleArn).returns.toEqualTypeOf<CredentialProvider<KeyCredentials>>()
    expectTypeOf(fromOidcRoleArn).returns.toEqualTypeOf<CredentialProvider<KeyCredentials>>()
  })

  it('let undefined be passed on, as what variables can fill is optional', () => {
    expectTypeOf<{ roleArn: string | undefined; credential: CredentialLike | undefined }>().toExtend<FromRamRoleArnOptions>()
    expectTypeOf<{ oidcTokenFilePath: undefined }>().toExtend<FromOidcRoleArnOptions>()
    expectTypeOf<{ oidcTokenFilePath: number }>().not.toExtend<FromOidcRoleArnOptions>()
  })

  it('are the same in both entries', () => {
    expectTypeOf(node.fromOidcRoleArn).toEqualTypeOf(fromOidcRoleArn)
    expectTypeOf(node.fromRamRoleArn).toEqualTypeOf(fromRamRoleArn)
    expectTypeOf<node.StsDeniedError>().toEqualTypeOf<StsDeniedError>()
  })
})
