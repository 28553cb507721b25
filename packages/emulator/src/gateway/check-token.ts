import type { AccessKey } from '../accounts/key-ring.ts'
import { gatewayError } from './gateway-error.ts'
import { sameText } from './same-text.ts'

/**
 * Checks that a key is in use and, for a temporary one, that its own token came along and has not ended.
 * @throws ServiceError `InvalidAccessKeyId.*`, `MissingSecurityToken` or `InvalidSecurityToken.*`
 */
export function checkToken(key: AccessKey | undefined, token: string | undefined, now: number): AccessKey {
  if (token !== undefined && !/^CAIS[A-Za-z0-9+/]+=*$/.test(token)) throw gatewayError('InvalidSecurityToken.Malformed')
  if (key === undefined) throw gatewayError('InvalidAccessKeyId.NotFound')
  if (!key.active) throw gatewayError('InvalidAccessKeyId.Inactive')
  const ended = key.expires !== undefined && key.expires <= now
  if (key.securityToken === undefined) {
    if (token !== undefined) throw gatewayError('InvalidSecurityToken.MismatchWithAccessKey')
    // A session key (GenerateSessionAccessKey) has no token that could expire: once ended it is not known any more.
    if (ended) throw gatewayError('InvalidAccessKeyId.NotFound')
    return key
  }
  if (token === undefined) throw gatewayError('MissingSecurityToken')
  if (!sameText(token, key.securityToken)) throw gatewayError('InvalidSecurityToken.MismatchWithAccessKey')
  if (ended) throw gatewayError('InvalidSecurityToken.Expired')
  return key
}
