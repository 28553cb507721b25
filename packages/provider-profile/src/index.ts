export type { FileFacts, InspectFile, LockFile, UpdateFile } from './files.ts'
export { type FromCliProfileOptions, fromCliProfile } from './from-cli-profile.ts'
export { type FromCloudSsoOptions, fromCloudSso } from './from-cloud-sso.ts'
export { type FromOAuthOptions, fromOAuth } from './from-oauth.ts'
export { type FromProcessOptions, fromProcess } from './from-process.ts'
export { type FromProfileOptions, fromProfile } from './from-profile.ts'
export type { LoginServiceOptions } from './login-service.ts'
export type { OAuthLogin } from './oauth-login.ts'
export type {
  AccessKeyProfile,
  BearerProfile,
  CredentialsUriProfile,
  EcsRamRoleProfile,
  OidcRoleArnProfile,
  ProfileConfig,
  RamRoleArnProfile,
  RsaKeyPairProfile,
  StsPlace,
  StsProfile,
} from './profile-config.ts'
export type { ProfileFileOptions } from './profile-options.ts'
export type { OnWarning, ProfileWarning } from './profile-warning.ts'
export type { ProcessCommand, ProcessOutcome, RunProcess } from './run-process.ts'
