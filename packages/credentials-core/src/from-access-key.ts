import type { KeyCredentials } from './credentials.ts'
import type { Environment } from './environment.ts'
import { fixedProvider } from './fixed-provider.ts'
import type { CredentialProvider } from './provider.ts'

/** A key pair in code, or the variables to read it from. */
export interface FromAccessKeyOptions {
  /** AccessKey id. Default: `ALIBABA_CLOUD_ACCESS_KEY_ID`, when the secret is not given either. */
  readonly accessKeyId?: string | undefined
  /** AccessKey secret. Default: `ALIBABA_CLOUD_ACCESS_KEY_SECRET`, when the id is not given either. */
  readonly accessKeySecret?: string | undefined
  /** The variables. Default: those of the process, read at each call. */
  readonly env?: Environment | undefined
}

/**
 * A permanent AccessKey pair, given in code or, with neither given, by the two variables. It never expires.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` at once, when one of the two is missing, empty, a placeholder or not visible ASCII.
 * @throws CredentialsError `ERR_CREDENTIALS_NOT_CONFIGURED` at a call, when a variable is not set.
 * @example const provider = fromAccessKey({ accessKeyId, accessKeySecret })
 */
export function fromAccessKey(options: FromAccessKeyOptions = {}): CredentialProvider<KeyCredentials> {
  return fixedProvider('access_key', 'static_ak', ['accessKeyId', 'accessKeySecret'], options)
}
