import type { KeyObject } from 'node:crypto'
import { newSecurityToken, randomText } from '../ids.ts'
import type { Account } from './account.ts'
import type { Principal } from './principal.ts'

/** A key that signs requests. Temporary keys have a token that must come along; session keys only end. */
export interface AccessKey {
  readonly accessKeyId: string
  readonly accessKeySecret: string
  readonly securityToken: string | undefined
  /** End of validity in milliseconds; `undefined` for permanent keys. */
  readonly expires: number | undefined
  readonly active: boolean
  readonly principal: Principal
}

/** A temporary key, for a role's session. */
export interface TemporaryAccessKey extends AccessKey {
  readonly securityToken: string
  readonly expires: number
}

/** The public half of an RSA key pair that a user has uploaded. */
interface PublicKey {
  readonly key: KeyObject
  readonly principal: Principal
}

/** All keys the emulator knows. Issued ones are kept after their end, so that the refusal can say "expired". */
export interface KeyRing {
  find(accessKeyId: string): AccessKey | undefined
  findBearer(token: string): Principal | undefined
  findPublicKey(publicKeyId: string): PublicKey | undefined
  addPublicKey(publicKeyId: string, key: PublicKey): void
  /** Issues key, secret and token (AssumeRole and its kin). */
  issueTemporary(principal: Principal, expires: number): TemporaryAccessKey
  /** Issues key and secret without a token (GenerateSessionAccessKey). */
  issueSession(principal: Principal, expires: number): AccessKey
  /** The permanent secrets and bearer tokens, to keep them out of records; not those under 8 characters, which any text may hold. */
  readonly permanentSecrets: readonly string[]
}

const MAX_ISSUED = 10_000

/** Makes the key ring of these accounts. Of the keys issued later the newest 10,000 are kept. */
export function createKeyRing(accounts: readonly Account[]): KeyRing {
  const permanent = new Map<string, AccessKey>(accounts.map((account) => [account.accessKeyId, permanentKey(account)]))
  const bearers = new Map(accounts.map((account) => [account.bearerToken, account.principal]))
  const publicKeys = new Map<string, PublicKey>()
  const issued = new Map<string, AccessKey>()

  const keep = <K extends AccessKey>(key: K): K => {
    issued.set(key.accessKeyId, key)
    const oldest = issued.keys().next().value
    if (issued.size > MAX_ISSUED && oldest !== undefined) issued.delete(oldest)
    return key
  }

  return {
    find: (accessKeyId) => permanent.get(accessKeyId) ?? issued.get(accessKeyId),
    findBearer: (token) => bearers.get(token),
    findPublicKey: (publicKeyId) => publicKeys.get(publicKeyId),
    addPublicKey: (publicKeyId, key) => {
      publicKeys.set(publicKeyId, key)
    },
    issueTemporary: (principal, expires) =>
      keep({
        accessKeyId: `STS.${randomText(24)}`,
        accessKeySecret: randomText(44),
        securityToken: newSecurityToken(),
        expires,
        active: true,
        principal,
      }),
    issueSession: (principal, expires) =>
      keep({
        accessKeyId: `TMPSK.${randomText(22)}`,
        accessKeySecret: randomText(44),
        securityToken: undefined,
        expires,
        active: true,
        principal,
      }),
    permanentSecrets: accounts.flatMap((account) => [account.accessKeySecret, account.bearerToken]).filter((secret) => secret.length >= 8),
  }
}

function permanentKey(account: Account): AccessKey {
  return {
    accessKeyId: account.accessKeyId,
    accessKeySecret: account.accessKeySecret,
    securityToken: undefined,
    expires: undefined,
    active: account.status === 'Active',
    principal: account.principal,
  }
}
