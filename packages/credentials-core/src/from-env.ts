import { checkNames } from './check-names.ts'
import type { KeyCredentials } from './credentials.ts'
import type { Environment } from './environment.ts'
import type { CredentialProvider } from './provider.ts'
import { variablesProvider } from './variables-provider.ts'

/** The variables to read. */
export interface FromEnvOptions {
  /** The variables. Default: those of the process. */
  readonly env?: Environment | undefined
}

/**
 * The key that `ALIBABA_CLOUD_ACCESS_KEY_ID` and `ALIBABA_CLOUD_ACCESS_KEY_SECRET` name, with `ALIBABA_CLOUD_SECURITY_TOKEN` if that is
 * set, too. The variables are read at each call, without the blanks around them; an empty one counts as not set.
 *
 * @throws CredentialsError `ERR_CREDENTIALS_NOT_CONFIGURED`, skippable, naming the variable that is not set; `ERR_INVALID_OPTION`,
 * naming the one that holds a placeholder or a character that no key has.
 * @example const { accessKeyId } = await fromEnv()()
 */
export function fromEnv(options: FromEnvOptions = {}): CredentialProvider<KeyCredentials> {
  checkNames(options, { any: 'env' })
  return variablesProvider('env', ['accessKeyId', 'accessKeySecret', 'securityToken'], options.env, undefined, 2)
}
