import type { Credentials } from './credentials.ts'
import { invalidOption } from './errors.ts'
import { CHECKED } from './is-checked.ts'
import { maskKeyId } from './mask-key-id.ts'
import { textProblem } from './text-problem.ts'

/** The members that hold secrets. */
export type SecretField = 'accessKeyId' | 'accessKeySecret' | 'securityToken' | 'bearerToken'

type Secrets = { [F in SecretField]?: string }

interface SnapshotDetails {
  readonly expiration?: Date | undefined
  /** What errors call a member. Default: its name. */
  readonly label?: ((field: SecretField) => string) | undefined
}

/**
 * Checks the members that a type needs, and makes the frozen object that every provider hands out.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION`, naming the member.
 */
export function createSnapshot(
  type: Credentials['type'],
  providerName: string,
  fields: readonly SecretField[],
  given: { readonly [F in SecretField]?: unknown },
  { expiration, label = String }: SnapshotDetails = {},
): Credentials {
  const secrets: Secrets = {}
  for (const field of fields) {
    // Read once: what is kept must be what was checked.
    const value = given[field]
    const problem = textProblem(value)
    if (problem) throw invalidOption(label(field), problem, `Credentials of type ${type} need ${fields.map(label).join(', ')}.`)
    secrets[field] = value as string
  }
  return new CredentialsSnapshot(type, providerName, expiration, secrets) as Credentials
}

/** Secrets are private and read through accessors of the prototype, so that nothing which copies own members sees them. */
class CredentialsSnapshot {
  declare readonly type: string
  declare readonly providerName: string
  declare readonly keyId: string | undefined
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
