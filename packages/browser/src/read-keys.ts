import {
  type AlibabaCloudError,
  type CredentialsError,
  createCredentials,
  type ErrorCode,
  type KeyCredentials,
  parseJsonObject,
} from '@x/credentials-core'

/** What an answer is judged by. */
interface ReadKeysContext {
  readonly provider: string
  /** When the request was begun, by this machine's clock. */
  readonly begun: number
  readonly fail: (code: ErrorCode, problem: string, hint: string, field?: string) => CredentialsError
}

const MINUTE = 60_000
const HINT = 'Let url lead to credentialsHandler.'

/**
 * The keys in an answer of the back end: the members of a credentials URI, and `ExpiresIn` in seconds where the back end says it. It tells
 * by how much this machine's clock is off, which would let 15 minutes seem over before they began (R77).
 *
 * @throws CredentialsError `ERR_BAD_RESPONSE`, whose `field` is the member that is missing or unusable. Nothing of the answer is quoted.
 */
export function readKeys(text: string, { provider, begun, fail }: ReadKeysContext): KeyCredentials {
  const { Code, AccessKeyId, AccessKeySecret, SecurityToken, Expiration, ExpiresIn } = parseJsonObject(text)
  const refuse = (field: string): CredentialsError => fail('ERR_BAD_RESPONSE', `answered without a usable ${field}`, HINT, field)
  if (Code !== undefined && Code !== 'Success') throw refuse('Code')
  if (Expiration === undefined) throw refuse('Expiration')
  try {
    const keys = createCredentials({
      type: 'sts',
      accessKeyId: AccessKeyId as string,
      accessKeySecret: AccessKeySecret as string,
      securityToken: SecurityToken as string,
      expiration: Expiration as string,
      providerName: provider,
    }) as KeyCredentials
    const { accessKeyId, accessKeySecret, securityToken, expiration } = keys
    const skew = expiration && clockSkew(begun, expiration.getTime(), ExpiresIn)
    if (!skew) return keys
    const shifted = new Date(expiration.getTime() + skew)
    return createCredentials({
      type: 'sts',
      accessKeyId,
      accessKeySecret,
      securityToken,
      expiration: shifted,
      providerName: provider,
    }) as KeyCredentials
  } catch (error) {
    const { field = '' } = error as AlibabaCloudError
    throw refuse(field.charAt(0).toUpperCase() + field.slice(1))
  }
}

/** How far this machine's clock is ahead, in whole minutes, so that the same keys given twice end at the same time. */
function clockSkew(begun: number, expiration: number, expiresIn: unknown): number {
  if (typeof expiresIn !== 'number' || !(expiresIn > 0 && expiresIn < 86_400)) return 0
  return Math.round((begun + expiresIn * 1000 - expiration) / MINUTE) * MINUTE
}
