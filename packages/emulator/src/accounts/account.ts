import { randomDigits, randomText } from '../ids.ts'
import type { Principal } from './principal.ts'

/** An identity with a permanent AccessKey pair. Every member that is left out is made up. */
export interface AccountOptions {
  readonly accessKeyId?: string | undefined
  readonly accessKeySecret?: string | undefined
  /** Number of the account, 16 digits. */
  readonly accountId?: string | undefined
  /** `user` (default) is a RAM user; `root` is the account itself, which may not assume roles. */
  readonly type?: 'user' | 'root' | undefined
  /** Name of the RAM user. Default `demo`. */
  readonly userName?: string | undefined
  /** `Inactive`: every call is refused with `InvalidAccessKeyId.Inactive`. Default `Active`. */
  readonly status?: 'Active' | 'Inactive' | undefined
  /** The token this identity is known by when a call carries a bearer token and no signature. */
  readonly bearerToken?: string | undefined
  /** Calls this identity may not make: `ocr:RecognizeCharacter`, `sts:*` or `*`. Default none. */
  readonly deny?: readonly string[] | undefined
}

/** An identity of the running emulator, with its working keys. */
export interface Account {
  readonly accessKeyId: string
  readonly accessKeySecret: string
  readonly bearerToken: string
  readonly accountId: string
  readonly status: 'Active' | 'Inactive'
  readonly principal: Principal
}

/** Fills in what an account's options leave out. */
export function createAccount(options: AccountOptions): Account {
  const accountId = options.accountId ?? randomDigits(16)
  return {
    accountId,
    accessKeyId: options.accessKeyId ?? `LTAI5t${randomText(18)}`,
    accessKeySecret: options.accessKeySecret ?? randomText(30),
    bearerToken: options.bearerToken ?? `bearer-${randomText(40)}`,
    status: options.status ?? 'Active',
    principal: options.type === 'root' ? rootPrincipal(accountId, options) : userPrincipal(accountId, options),
  }
}

function rootPrincipal(accountId: string, options: AccountOptions): Principal {
  const arn = `acs:ram::${accountId}:root`
  return {
    identityType: 'Account',
    accountId,
    arn,
    principalId: accountId,
    entityId: accountId,
    name: 'root',
    trustedAs: [arn],
    deny: options.deny ?? [],
  }
}

function userPrincipal(accountId: string, options: AccountOptions): Principal {
  const name = options.userName ?? 'demo'
  const arn = `acs:ram::${accountId}:user/${name}`
  const userId = randomDigits(18)
  return {
    identityType: 'RAMUser',
    accountId,
    arn,
    principalId: userId,
    entityId: userId,
    name,
    trustedAs: [arn, `acs:ram::${accountId}:root`],
    deny: options.deny ?? [],
  }
}
