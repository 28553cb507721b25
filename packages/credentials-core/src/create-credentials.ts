import { checkKind } from './check-names.ts'
import { createSnapshot, type SecretField } from './create-snapshot.ts'
import type { Credentials, PlainCredentials } from './credentials.ts'
import { invalidOption } from './errors.ts'
import { parseExpiration } from './parse-expiration.ts'

/**
 * Checks plain data and gives the frozen object that every provider hands out. Reading a member by name and destructuring give the
 * secrets; spreading, `JSON.stringify`, `inspect` and `structuredClone` see `type`, `providerName`, `expiration` and a masked `keyId` only.
 *
 * @param defaultName - The provider's name when `plain` has none. Default: its type.
 * @throws AlibabaCloudError `ERR_INVALID_OPTION`, naming the member: missing, empty, a placeholder, or with blanks or control characters.
 * @example const credentials = createCredentials({ accessKeyId, accessKeySecret, securityToken, expiration: '2030-01-01T00:00:00Z' })
 */
export function createCredentials(plain: PlainCredentials, defaultName?: string): Credentials {
  const given = plain ?? {}
  const type = typeOf(given)
  const expiration = given.expiration === undefined ? undefined : new Date(parseExpiration(given.expiration))
  if (expiration && !(expiration.getTime() > 0))
    throw invalidOption('expiration', 'names no instant', 'Give one such as 2030-01-01T00:00:00Z.')
  const providerName = given.providerName || defaultName || type
  checkKind('providerName', providerName, 'string')
  const needed = NEEDED[type]
  // A token is kept whatever the type says: without it, a temporary key is worth nothing.
  const fields = needed === PAIR && given.securityToken ? TRIPLE : needed
  return createSnapshot(type, providerName, fields, given, { expiration })
}

const PAIR = ['accessKeyId', 'accessKeySecret'] as const
const TRIPLE = ['accessKeyId', 'accessKeySecret', 'securityToken'] as const
const TOKEN = ['bearerToken'] as const

/** The members that each type needs. */
const NEEDED: Readonly<Record<Credentials['type'], readonly SecretField[]>> = {
  access_key: PAIR,
  sts: TRIPLE,
  ram_role_arn: TRIPLE,
  oidc_role_arn: TRIPLE,
  ecs_ram_role: TRIPLE,
  rsa_key_pair: PAIR,
  credentials_uri: TRIPLE,
  bearer: TOKEN,
  id_token: TOKEN,
  custom: PAIR,
  anonymous: [],
}

/** The given type if there is such a one, else what the tokens tell. */
function typeOf({ type, bearerToken, securityToken }: PlainCredentials): Credentials['type'] {
  if (type && Object.keys(NEEDED).includes(type)) return type
  return bearerToken ? 'bearer' : securityToken ? 'sts' : 'access_key'
}
