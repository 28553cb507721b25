import type { Credentials, PlainCredentials } from './credentials.ts'
import { invalidOption } from './errors.ts'
import { CHECKED } from './is-checked.ts'
import { maskKeyId } from './mask-key-id.ts'
import { parseExpiration } from './parse-expiration.ts'
import { textProblem } from './text-problem.ts'

/** The members that hold secrets. */
export type SecretField = 'accessKeyId' | 'accessKeySecret' | 'securityToken' | 'bearerToken'

type Secrets = { [F in SecretField]?: string }

/**
 * Checks plain data and gives the frozen object that every provider hands out. Reading a member by name and destructuring give the
 * secrets; spreading, `JSON.stringify`, `inspect` and `structuredClone` see `type`, `providerName`, `expiration` and a masked `keyId` only.
 *
 * @param defaultName - The provider's name when `plain` has none. Default: its type.
 * @throws AlibabaCloudError `ERR_INVALID_OPTION`, naming the member: missing, empty, a placeholder, or with blanks or control characters.
 * @example const credentials = createCredentials({ accessKeyId, accessKeySecret, securityToken, expiration: '2030-01-01T00:00:00Z' })
 */
export function createCredentials(plain: PlainCredentials, defaultName?: string): Credentials {
  return checkCredentials(plain ?? {}, defaultName, (field) => field)
}

/** As `createCredentials`; `label` says what errors call a member. */
export function checkCredentials(
  plain: PlainCredentials,
  defaultName: string | undefined,
  label: (field: SecretField) => string,
): Credentials {
  const type = TYPES.find((known) => known === plain.type) ?? (plain.bearerToken ? 'bearer' : plain.securityToken ? 'sts' : 'access_key')
  const needed = neededFields(type)
  const secrets: Secrets = {}
  // A token is kept whatever the type says: without it, a temporary key is worth nothing.
  for (const field of needed.includes('accessKeyId') && plain.securityToken ? TEMPORARY : needed) {
    const problem = textProblem(plain[field])
    if (problem) throw invalidOption(label(field), problem, `Credentials of type ${type} need ${needed.map(label).join(', ')}.`)
    secrets[field] = plain[field] as string
  }
  const expiration = plain.expiration === undefined ? undefined : new Date(parseExpiration(plain.expiration))
  if (expiration && !(expiration.getTime() > 0))
    throw invalidOption('expiration', 'names no instant', 'Give one such as 2030-01-01T00:00:00Z.')
  if (plain.providerName && typeof plain.providerName !== 'string') throw invalidOption('providerName', 'is no text', 'Give a name.')
  return new CredentialsSnapshot(type, plain.providerName || defaultName || type, expiration, secrets) as Credentials
}

const TYPES = [
  'access_key',
  'sts',
  'ram_role_arn',
  'oidc_role_arn',
  'ecs_ram_role',
  'rsa_key_pair',
  'credentials_uri',
  'bearer',
  'id_token',
  'custom',
  'anonymous',
] as const
const TEMPORARY = ['accessKeyId', 'accessKeySecret', 'securityToken'] as const

function neededFields(type: string): readonly SecretField[] {
  if (type === 'anonymous') return []
  if (type === 'bearer' || type === 'id_token') return ['bearerToken']
  // sts, ram_role_arn, oidc_role_arn, ecs_ram_role, credentials_uri
  return TEMPORARY.slice(0, /^sts$|_role|_uri$/.test(type) ? 3 : 2)
}

/** Secrets are private and read through accessors of the prototype, so that nothing which copies own members sees them. */
class CredentialsSnapshot {
  readonly type: string
  readonly providerName: string
  readonly keyId: string | undefined
  declare readonly expiration?: Date
  readonly #secrets: Secrets

  constructor(type: string, providerName: string, expiration: Date | undefined, secrets: Secrets) {
    this.type = type
    this.providerName = providerName
    this.keyId = maskKeyId(secrets.accessKeyId)
    if (expiration) this.expiration = expiration
    this.#secrets = secrets
    Object.freeze(this)
  }

  get accessKeyId(): string | undefined {
    return this.#secrets.accessKeyId
  }

  get accessKeySecret(): string | undefined {
    return this.#secrets.accessKeySecret
  }

  get securityToken(): string | undefined {
    return this.#secrets.securityToken
  }

  get bearerToken(): string | undefined {
    return this.#secrets.bearerToken
  }

  get [CHECKED](): true {
    return true
  }
}
