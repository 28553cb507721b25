import type { KeyCredentials } from './credentials.ts'
import type { Environment } from './environment.ts'
import { fixedProvider } from './fixed-provider.ts'
import type { CredentialProvider } from './provider.ts'

/** A temporary key with its token in code, or the variables to read them from. */
export interface FromStsOptions {
  readonly accessKeyId?: string | undefined
  readonly accessKeySecret?: string | undefined
  /** The STS token that came with the key. */
  readonly securityToken?: string | undefined
  /** The variables. Default: those of the process, read at each call. */
  readonly env?: Environment | undefined
}

/**
 * Temporary credentials that somebody else obtained, given in code or, with none of the three given, by `ALIBABA_CLOUD_ACCESS_KEY_ID`,
 * `ALIBABA_CLOUD_ACCESS_KEY_SECRET` and `ALIBABA_CLOUD_SECURITY_TOKEN`. They are not refreshed: the service tells when they have expired.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` at once, when one of the three is missing, empty, a placeholder or not visible ASCII.
 * @throws CredentialsError `ERR_CREDENTIALS_NOT_CONFIGURED` at a call, when a variable is not set.
 * @example const provider = fromSts({ accessKeyId, accessKeySecret, securityToken })
 */
export function fromSts(options: FromStsOptions = {}): CredentialProvider<KeyCredentials> {
  return fixedProvider('sts', 'static_sts', ['accessKeyId', 'accessKeySecret', 'securityToken'], options)
}
