import type { Credentials, PlainCredentials } from './credentials.ts'
import { invalidOption } from './errors.ts'
import { maskKeyId } from './mask-key-id.ts'
import { parseExpiration } from './parse-expiration.ts'
import { textProblem } from './text-problem.ts'

// Registered, so that another copy of this package knows our objects and we know its.
const CHECKED = Symbol.for('alibaba-cloud.credentials')

const PAIR = ['accessKeyId', 'accessKeySecret'] as const
const TRIPLE = [...PAIR, 'securityToken'] as const
const BEARER = ['bearerToken'] as const

/** The members that each kind must have. */
const NEEDED: { readonly [T in Credentials['type']]: readonly (keyof Secrets)[] } = {
  access_key: PAIR,
  rsa_key_pair: PAIR,
  custom: PAIR,
  sts: TRIPLE,
  ram_role_arn: TRIPLE,
  oidc_role_arn: TRIPLE,
  ecs_ram_role: TRIPLE,
  credentials_uri: TRIPLE,
  bearer: BEARER,
  id_token: BEARER,
  anonymous: [],
}

interface Secrets {
  accessKeyId?: string
  accessKeySecret?: string
  securityToken?: string
  bearerToken?: string
}

/**
 * Checks plain data and gives the frozen object that every provider hands out. Reading a member by name and destructuring give the
 * secrets; spreading, `JSON.stringify`, `inspect` and `structuredClone` see `type`, `providerName`, `expiration` and a masked `keyId` only.
 *
 * @param defaultName - The provider's name when `plain` has none. Default: its type.
 * @throws AlibabaCloudError `ERR_INVALID_OPTION`, naming the member: missing, empty, a placeholder, or with blanks or control characters.
 * @example const credentials = createCredentials({ accessKeyId, accessKeySecret, securityToken, expiration: '2030-01-01T00:00:00Z' })
 */
export function createCredentials(plain: PlainCredentials, defaultName?: string): Credentials {
  if (typeof plain !== 'object' || plain === null)
    throw invalidOption('credentials', 'is not an object', 'Give an object with accessKeyId and accessKeySecret.')
  const type = plain.type ?? (plain.bearerToken !== undefined ? 'bearer' : plain.securityToken !== undefined ? 'sts' : 'access_key')
  if (!isCredentialType(type)) throw invalidOption('type', 'is not known', `Use one of ${Object.keys(NEEDED).join(', ')}.`)

  const secrets: Secrets = {}
  const needed = NEEDED[type]
  for (const name of needed.length > 1 ? TRIPLE : needed) {
    const value = plain[name]
    if (value === undefined && !needed.includes(name)) continue
    const problem = textProblem(value)
    if (problem) throw invalidOption(name, problem, `Credentials of type ${type} need ${needed.join(', ')}.`)
    secrets[name] = value as string
  }

  let expiration: Date | undefined
  if (plain.expiration !== undefined) {
    expiration = new Date(parseExpiration(plain.expiration))
    if (Number.isNaN(expiration.getTime()))
      throw invalidOption('expiration', 'names no instant', 'Give a time such as 2030-01-01T00:00:00Z.')
  }
  if (plain.providerName !== undefined && !/^[ -~]+$/.test(plain.providerName)) {
    throw invalidOption('providerName', 'is not visible ASCII text', 'It is sent in a header.')
  }
  return new Snapshot(type, secrets, expiration, plain.providerName ?? defaultName ?? type) as Credentials
}

/** Whether a text names a kind of credentials. */
export function isCredentialType(value: unknown): value is Credentials['type'] {
  return typeof value === 'string' && Object.hasOwn(NEEDED, value)
}

/** Whether a value was made by `createCredentials`, of this or another copy of the package. */
export function isChecked(value: unknown): value is Credentials {
  return typeof value === 'object' && value !== null && CHECKED in value
}

/** Secrets are private and read through accessors of the prototype, so that nothing which copies own members sees them. */
class Snapshot {
  readonly type: string
  readonly providerName: string
  declare readonly keyId?: string
  declare readonly expiration?: Date
  readonly #secrets: Secrets

  constructor(type: string, secrets: Secrets, expiration: Date | undefined, providerName: string) {
    this.type = type
    this.providerName = providerName
    if (secrets.accessKeyId !== undefined) this.keyId = maskKeyId(secrets.accessKeyId)
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
