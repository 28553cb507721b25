import type { FromAccessKeyOptions, FromBearerOptions, FromCredentialsUriOptions, FromStsOptions } from '@x/credentials-core'

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

/** An address that answers with credentials; without one, that of `ALIBABA_CLOUD_CREDENTIALS_URI`. */
export interface CredentialsUriConfig extends FromCredentialsUriOptions {
  readonly type: 'credentials_uri'
}

/** Where credentials come from. `type` says which other members there are. */
export type Config = AccessKeyConfig | StsConfig | BearerConfig | CredentialsUriConfig
