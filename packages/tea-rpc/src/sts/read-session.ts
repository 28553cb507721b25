import { type AlibabaCloudError, CredentialsError, createCredentials, type KeyCredentials, type KeyType } from '@x/credentials-core'
import type { StsAnswer } from './sts-call.ts'

/** Where the keys of a session stand in an answer. */
interface SessionPlace {
  readonly type: KeyType
  /** The member of the body that holds them all. */
  readonly member: string
  /** The names of the members in it, by what they are here. */
  readonly names: { readonly accessKeyId: string; readonly accessKeySecret: string; readonly securityToken?: string | undefined }
}

/**
 * The credentials in an answer of STS. Their end must be there; members that nobody asked for are left alone.
 *
 * @throws CredentialsError `ERR_BAD_RESPONSE`, whose `field` is the member that is missing or unusable. Nothing of the answer is quoted.
 */
export function readSession(
  { action, host, body, ms }: StsAnswer,
  { type, member, names }: SessionPlace,
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
  const expiration = own(session, 'Expiration')
  if (typeof expiration !== 'string') throw fail(`${member}.Expiration`)
  try {
    return createCredentials({
      type,
      accessKeyId: own(session, names.accessKeyId) as string,
      accessKeySecret: own(session, names.accessKeySecret) as string,
      securityToken: names.securityToken && (own(session, names.securityToken) as string),
      expiration,
      providerName,
    }) as KeyCredentials
  } catch (error) {
    const { field } = error as AlibabaCloudError
    throw fail(`${member}.${names[field as keyof typeof names] ?? 'Expiration'}`)
  }
}

function own(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
}
