export {
  AlibabaCloudError,
  type AnonymousCredentials,
  type Attempt,
  type BearerCredentials,
  type CacheOptions,
  ChainError,
  type ChainLink,
  type CredentialEvent,
  type CredentialHolder,
  type CredentialLike,
  type CredentialProvider,
  type CredentialSource,
  type Credentials,
  CredentialsError,
  type CredentialType,
  cached,
  chain,
  createCredentials,
  type ErrorCode,
  exposeCredentials,
  type FetchLike,
  type FromAccessKeyOptions,
  type FromBearerOptions,
  type FromCredentialsUriOptions,
  type FromEnvOptions,
  type FromStsOptions,
  fromAccessKey,
  fromBearer,
  fromCredentialsUri,
  fromEnv,
  fromSts,
  isAlibabaCloudError,
  type KeyCredentials,
  type KeyType,
  type PlainCredentials,
  type ResolveOptions,
  TransportError,
  toProvider,
} from '@x/credentials-core'
export { type FromEcsRamRoleOptions, fromEcsRamRole } from '@x/provider-ecs'
export { type FromRsaKeyPairOptions, fromRsaKeyPair } from '@x/provider-rsa'
export { type FromOidcRoleArnOptions, type FromRamRoleArnOptions, fromOidcRoleArn, fromRamRoleArn } from '@x/provider-sts'
export { Client } from './client.ts'
export type {
  AccessKeyConfig,
  BearerConfig,
  Config,
  CredentialsUriConfig,
  EcsRamRoleConfig,
  OidcRoleArnConfig,
  RamRoleArnConfig,
  RsaKeyPairConfig,
  StsConfig,
} from './config.ts'
export { createProvider } from './create-provider.ts'
export type { DefaultChainOptions, DefaultLinkName } from './default-links.ts'
export { type ExplainedLink, type ExplainReport, explain } from './explain.ts'
export { fromDefaultChain } from './from-default-chain.ts'
