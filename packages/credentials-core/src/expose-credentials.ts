import type { Credentials, PlainCredentials } from './credentials.ts'

/**
 * The secrets as a plain object, to be passed on or stored. Named so that a search for it finds every place where secrets leave.
 *
 * @example const plain = exposeCredentials(await provider())
 */
export function exposeCredentials(credentials: Credentials): PlainCredentials {
  const { type, accessKeyId, accessKeySecret, securityToken, bearerToken, expiration, providerName } = credentials
  return { type, accessKeyId, accessKeySecret, securityToken, bearerToken, expiration, providerName }
}
