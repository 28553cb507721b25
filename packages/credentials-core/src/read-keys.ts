import { createCredentials } from './create-credentials.ts'
import type { Credentials, KeyType } from './credentials.ts'
import type { AlibabaCloudError } from './errors.ts'

/** How `readKeys` reads. */
export interface ReadKeysOptions {
  /** The type of the credentials. */
  readonly type: KeyType
  /** Who gives them. */
  readonly providerName: string
  /** How the names of keys and token begin, before `AccessKeyId` and so on. Default: empty. */
  readonly prefix?: string | undefined
  /** Makes the error for a member that is missing or cannot be used. */
  readonly fail: (member: string) => Error
}

/**
 * The temporary credentials in an object that a service answered with, under the names that all of them use: `AccessKeyId`, `AccessKeySecret`,
 * `SecurityToken`, `Expiration`. Their end must be there. Nothing of the answer is quoted.
 *
 * @example const credentials = readKeys(parseJsonObject(text), { type: 'ecs_ram_role', providerName, fail })
 */
export function readKeys(members: object, { type, providerName, prefix = '', fail }: ReadKeysOptions): Credentials {
  const own = (name: string): unknown => (Object.hasOwn(members, name) ? (members as Record<string, unknown>)[name] : undefined)
  const expiration = own('Expiration') ?? undefined
  if (expiration === undefined) throw fail('Expiration')
  try {
    return createCredentials({
      type,
      accessKeyId: own(`${prefix}AccessKeyId`) as string,
      accessKeySecret: own(`${prefix}AccessKeySecret`) as string,
      securityToken: own(`${prefix}SecurityToken`) as string,
      expiration: expiration as string,
      providerName,
    })
  } catch (error) {
    const { field = '' } = error as AlibabaCloudError
    throw fail(`${field === 'expiration' ? '' : prefix}${field.charAt(0).toUpperCase()}${field.slice(1)}`)
  }
}
