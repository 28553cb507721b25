import type { FromAccessKeyOptions, FromBearerOptions, FromCredentialsUriOptions, FromStsOptions } from '@x/credentials-core'
import type { FromEcsRamRoleOptions } from '@x/provider-ecs'
import type { FromRsaKeyPairOptions } from '@x/provider-rsa'
import type { FromOidcRoleArnOptions, FromRamRoleArnOptions } from '@x/provider-sts'

/** A permanent AccessKey pair; without one, that of the variables. */
export interface AccessKeyConfig extends FromAccessKeyOptions {
  readonly type: 'access_key'
}

/** Temporary credentials that somebody else obtained; without any, those of the variables. */
export interface StsConfig extends FromStsOptions {
  readonly type: 'sts'
}

/** A bearer token; without one, that of `ALIBABA_CLOUD_BEARER_TOKEN`. */
export interface BearerConfig extends FromBearerOptions {
  readonly type: 'bearer'
}

/** A RAM role that an AccessKey pair, or another provider, assumes. */
export type RamRoleArnConfig = FromRamRoleArnOptions & { readonly type: 'ram_role_arn' }

/** A RAM role that an OIDC token assumes, such as that of a Kubernetes pod. */
export type OidcRoleArnConfig = FromOidcRoleArnOptions & { readonly type: 'oidc_role_arn' }

/** The RAM role of the ECS instance that the program runs on. */
export type EcsRamRoleConfig = FromEcsRamRoleOptions & { readonly type: 'ecs_ram_role' }

/** A session key for an RSA key pair. Japan site only. */
export type RsaKeyPairConfig = FromRsaKeyPairOptions & { readonly type: 'rsa_key_pair' }

/** An address that answers with credentials; without one, that of `ALIBABA_CLOUD_CREDENTIALS_URI`. */
export interface CredentialsUriConfig extends FromCredentialsUriOptions {
  readonly type: 'credentials_uri'
}

/** Where credentials come from. `type` says which other members there are. */
export type Config =
  | AccessKeyConfig
  | StsConfig
  | BearerConfig
  | RamRoleArnConfig
  | OidcRoleArnConfig
  | EcsRamRoleConfig
  | RsaKeyPairConfig
  | CredentialsUriConfig
