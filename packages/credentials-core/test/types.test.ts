import { describe, expectTypeOf, it } from 'vitest'
import {
  type BearerCredentials,
  type ChainLink,
  type CredentialEvent,
  type CredentialLike,
  type CredentialProvider,
  type CredentialSource,
  type Credentials,
  cached,
  chain,
  type ErrorCode,
  type FetchLike,
  fromAccessKey,
  fromBearer,
  fromCredentialsUri,
  fromEnv,
  fromSts,
  isAlibabaCloudError,
  type KeyCredentials,
  type KeyType,
  toProvider,
} from '../src/index.ts'

describe('the types', () => {
  it('tell the kinds of credentials apart by type, and let every member be destructured', () => {
    const read = (credentials: Credentials): void => {
      const { accessKeyId, securityToken, bearerToken, expiration } = credentials
      expectTypeOf(accessKeyId).toEqualTypeOf<string | undefined>()
      expectTypeOf(securityToken).toEqualTypeOf<string | undefined>()
      expectTypeOf(bearerToken).toEqualTypeOf<string | undefined>()
      expectTypeOf(expiration).toEqualTypeOf<Date | undefined>()
      if (credentials.type === 'bearer') expectTypeOf(credentials.bearerToken).toBeString()
      if (credentials.type === 'sts') expectTypeOf(credentials.accessKeySecret).toBeString()
      if (credentials.type === 'anonymous') expectTypeOf(credentials.accessKeyId).toBeUndefined()
    }
    expectTypeOf(read).toBeFunction()
    expectTypeOf<'access_key' | 'custom' | 'rsa_key_pair'>().toExtend<KeyType>()
    expectTypeOf<'bearer'>().not.toExtend<KeyType>()
  })

  it('give each factory its kind', () => {
    expectTypeOf(fromAccessKey).returns.toEqualTypeOf<CredentialProvider<KeyCredentials>>()
    expectTypeOf(fromSts).returns.toEqualTypeOf<CredentialProvider<KeyCredentials>>()
    expectTypeOf(fromEnv).returns.toEqualTypeOf<CredentialProvider<KeyCredentials>>()
    expectTypeOf(fromCredentialsUri).returns.toEqualTypeOf<CredentialProvider<KeyCredentials>>()
    expectTypeOf(fromBearer).returns.toEqualTypeOf<CredentialProvider<BearerCredentials>>()
    expectTypeOf(chain).returns.toEqualTypeOf<CredentialProvider>()
    expectTypeOf(cached).returns.toEqualTypeOf<CredentialProvider>()
  })

  it('accept every provider, async function and official client as credential', () => {
    expectTypeOf<CredentialProvider>().toExtend<CredentialSource>()
    expectTypeOf<CredentialProvider<BearerCredentials>>().toExtend<CredentialLike>()
    expectTypeOf<() => Promise<{ accessKeyId: string; accessKeySecret: string }>>().toExtend<CredentialLike>()
    interface OfficialModel {
      accessKeyId?: string
      accessKeySecret?: string
      securityToken?: string
      bearerToken?: string
      type?: string
      providerName?: string
      toMap(): Record<string, unknown>
    }
    expectTypeOf<{ getCredential(): Promise<OfficialModel>; getType(): string }>().toExtend<CredentialLike>()
    expectTypeOf<{ accessKeyId: string; accessKeySecret: string }>().not.toExtend<CredentialLike>()
    expectTypeOf(toProvider).parameter(0).toEqualTypeOf<CredentialLike>()
  })

  it('accept the fetch of the platform', () => {
    expectTypeOf<typeof globalThis.fetch>().toExtend<FetchLike>()
  })

  it('narrow errors by code and events by type', () => {
    const read = (error: unknown, event: CredentialEvent): void => {
      if (isAlibabaCloudError(error)) expectTypeOf(error.code).toEqualTypeOf<ErrorCode>()
      if (event.type === 'refresh-failed') expectTypeOf(event.code).toEqualTypeOf<ErrorCode>()
      if (event.type === 'chain') expectTypeOf(event.links).toEqualTypeOf<readonly ChainLink[]>()
    }
    expectTypeOf(read).toBeFunction()
  })
})
