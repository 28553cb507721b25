import { CredentialsError, type KeyCredentials, type KeyType, readKeys } from '@x/credentials-core'
import type { StsAnswer } from './sts-call.ts'

/** Where the keys of a session stand in an answer. */
interface SessionPlace {
  readonly type: KeyType
  /** The member of the body that holds them all. Default `Credentials`. */
  readonly member?: string | undefined
  /** How the names of the keys begin. Default: as everywhere, such as `AccessKeyId`. */
  readonly prefix?: string | undefined
}

/**
 * The credentials in an answer of STS. Their end must be there; members that nobody asked for are left alone.
 *
 * @throws CredentialsError `ERR_BAD_RESPONSE`, whose `field` is the member that is missing or unusable. Nothing of the answer is quoted.
 */
export function readSession(
  { action, host, body, ms }: StsAnswer,
  { type, member = 'Credentials', prefix }: SessionPlace,
  providerName: string,
): KeyCredentials {
  const fail = (field: string): CredentialsError =>
    new CredentialsError(`${host} answered ${action} without a usable ${field}.`, {
      code: 'ERR_BAD_RESPONSE',
      provider: providerName,
      field,
      retryable: true,
      attempts: [{ host, action, status: 200, code: 'ERR_BAD_RESPONSE', ms }],
      hint: 'Check that this host is STS.',
    })
  const session = own(body, member)
  if (typeof session !== 'object' || session === null) throw fail(member)
  const inMember = (name: string): CredentialsError => fail(`${member}.${name}`)
  if (typeof own(session, 'Expiration') !== 'string') throw inMember('Expiration')
  return readKeys(session, { type, providerName, prefix, fail: inMember }) as KeyCredentials
}

function own(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
}
