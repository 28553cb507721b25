import type { BearerCredentials } from './credentials.ts'
import type { Environment } from './environment.ts'
import { fixedProvider } from './fixed-provider.ts'
import type { CredentialProvider } from './provider.ts'

/** A bearer token in code, or the variables to read it from. */
export interface FromBearerOptions {
  /** The token. Default: `ALIBABA_CLOUD_BEARER_TOKEN`. */
  readonly bearerToken?: string | undefined
  /** The variables. Default: those of the process, read at each call. */
  readonly env?: Environment | undefined
}

/**
 * A bearer token, which is sent instead of a signature. Renewing it is up to the caller.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` at once, when the token is empty, a placeholder or not visible ASCII.
 * @throws CredentialsError `ERR_CREDENTIALS_NOT_CONFIGURED` at a call, when the variable is not set.
 * @example const provider = fromBearer({ bearerToken })
 */
export function fromBearer(options: FromBearerOptions = {}): CredentialProvider<BearerCredentials> {
  return fixedProvider('bearer', 'bearer', ['bearerToken'], options)
}
