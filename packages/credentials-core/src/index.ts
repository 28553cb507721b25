export { addressProblem } from './address-problem.ts'
export { type CacheOptions, cached } from './cached.ts'
export { type ChainOptions, chain, createChain } from './chain.ts'
export { ChainError, type ChainLink } from './chain-error.ts'
export { checkNames, isAmount, type OptionNames } from './check-names.ts'
export { createCredentials } from './create-credentials.ts'
export { createSetting, type SettingRule } from './create-setting.ts'
export type {
  AnonymousCredentials,
  BearerCredentials,
  Credentials,
  CredentialType,
  KeyCredentials,
  KeyType,
  PlainCredentials,
} from './credentials.ts'
export { isProvider, peekCredentials } from './define-provider.ts'
export { directFetch } from './direct-fetch.ts'
export { type Environment, isSwitchedOn, processEnvironment, readVariable } from './environment.ts'
export {
  AlibabaCloudError,
  type Attempt,
  CredentialsError,
  type ErrorCode,
  type ErrorDetails,
  invalidOption,
  isAlibabaCloudError,
  TransportError,
} from './errors.ts'
export type {
  ChainEvent,
  CredentialEvent,
  FallbackEvent,
  OnEvent,
  RefreshedEvent,
  RefreshFailedEvent,
  StaleEvent,
  WarningEvent,
} from './events.ts'
export { emit } from './events.ts'
export { expandPath, type PathPlace } from './expand-path.ts'
export { exposeCredentials } from './expose-credentials.ts'
export type { FetchInit, FetchLike, FetchLikeResponse } from './fetch-like.ts'
export { type FromAccessKeyOptions, fromAccessKey } from './from-access-key.ts'
export { type FromBearerOptions, fromBearer } from './from-bearer.ts'
export { type FromCredentialsUriOptions, fromCredentialsUri } from './from-credentials-uri.ts'
export { type FromEnvOptions, fromEnv } from './from-env.ts'
export { type FromStsOptions, fromSts } from './from-sts.ts'
export { isLoopback } from './is-loopback.ts'
export { loadPart, loadProviderPart } from './load-part.ts'
export { maskPath, maskTokens } from './mask-tokens.ts'
export { type CycleGuard, noCycle } from './no-cycle.ts'
export { notSet } from './not-set.ts'
export { parseJsonObject } from './parse-json-object.ts'
export type {
  CredentialHolder,
  CredentialLike,
  CredentialProvider,
  CredentialSource,
  HeldCredentials,
  ResolveOptions,
} from './provider.ts'
export { type ReadKeysOptions, readKeys } from './read-keys.ts'
export { readMilliseconds } from './read-milliseconds.ts'
export { type FileError, isMissingFile, type ReadFile, type ReadTextFileOptions, readTextFile } from './read-text-file.ts'
export { type RequestTextOptions, requestText, type TextResponse } from './request-text.ts'
export { showPath } from './show-path.ts'
export { systemCode } from './system-code.ts'
export { takeOptions } from './take-options.ts'
export { textProblem } from './text-problem.ts'
export type { After, Timing } from './timing.ts'
export { toProvider } from './to-provider.ts'
export { userAgent } from './user-agent.ts'
export { withName } from './with-name.ts'
