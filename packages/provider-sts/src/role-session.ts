import { createSetting, invalidOption } from '@x/credentials-core'
import { readDuration, type StsOptions } from '@x/tea-rpc/sts'

/** The session that is asked for. The same whoever asks. */
export interface RoleSessionOptions {
  /** The role, as `acs:ram::<account>:role/<name>`. Default: `ALIBABA_CLOUD_ROLE_ARN`. */
  readonly roleArn?: string | undefined
  /** What logs call the session: 2 to 64 letters, digits, `.@-_`. Default: `ALIBABA_CLOUD_ROLE_SESSION_NAME`, else `credentials-ts-<time>`. */
  readonly roleSessionName?: string | undefined
  /** JSON text that narrows what the role may do, at most 2048 characters. Default: none. */
  readonly policy?: string | undefined
  /** Seconds that the session lasts: from 900 up to what the role allows. Default 3600; 0 means the default. */
  readonly roleSessionExpiration?: number | undefined
}

/** The names of `RoleSessionOptions`. */
export const ROLE_SESSION_OPTIONS = 'roleArn roleSessionName policy roleSessionExpiration'

/** Source of the grammars: the references of AssumeRole and CreateRole. */
const ROLE_ARN = {
  option: 'roleArn',
  variable: 'ALIBABA_CLOUD_ROLE_ARN',
  grammar: /^acs:ram::\d{1,20}:role\/[\w.-]{1,64}$/i,
  problem: 'is not the ARN of a role',
  hint: 'Give one such as acs:ram::1234567890123456:role/name.',
}
const SESSION_NAME = {
  option: 'roleSessionName',
  variable: 'ALIBABA_CLOUD_ROLE_SESSION_NAME',
  grammar: /^[\w.@-]{2,64}$/,
  problem: 'is not a session name',
  hint: 'Give 2 to 64 letters, digits and .@-_.',
}

/** The parameters of a request for a session. */
export type SessionParameters = Readonly<Record<string, string | number | undefined>>

/** What every request for a session says. */
export interface RoleSession {
  /** The role, where one is set. */
  readonly findRoleArn: () => string | undefined
  /** The parameters besides the role. */
  readonly parameters: () => SessionParameters
}

/**
 * Checks the options at once; variables are read and checked at each call.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION`, naming the option or the variable.
 */
export function createRoleSession(
  options: RoleSessionOptions & Pick<StsOptions, 'env' | 'now' | 'refresh'>,
  provider: string,
): RoleSession {
  const { env, policy, refresh } = options
  const now = options.now ?? refresh?.now ?? Date.now
  const findRoleArn = createSetting(provider, options.roleArn, env, ROLE_ARN)
  const findName = createSetting(provider, options.roleSessionName || undefined, env, SESSION_NAME)
  if (policy !== undefined && !(typeof policy === 'string' && policy.length <= 2048)) {
    throw invalidOption('policy', 'is not text of at most 2048 characters', 'Give the JSON text of a policy.')
  }
  const seconds = readDuration(options)
  let generated: string | undefined

  return {
    findRoleArn,
    parameters() {
      // The first time it is needed, then for the provider's life: where a module is loaded, some runtimes have no clock yet.
      generated ??= `credentials-ts-${now()}`
      return { RoleSessionName: findName() ?? generated, DurationSeconds: seconds, Policy: policy || undefined }
    },
  }
}
