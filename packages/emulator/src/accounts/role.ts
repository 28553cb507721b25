import { randomDigits } from '../ids.ts'
import type { Principal } from './principal.ts'

/** A RAM role that callers may assume. */
export interface RoleOptions {
  readonly name: string
  /** Account that owns the role. Default: that of the first account. */
  readonly accountId?: string | undefined
  /**
   * Who may assume it: `acs:ram::ACCOUNT:root` (everybody in the account), `acs:ram::ACCOUNT:user/NAME`, `acs:ram::ACCOUNT:role/NAME`,
   * an OIDC provider's ARN, `ecs.aliyuncs.com`. Default: the owning account, the emulator's OIDC provider and ECS.
   */
  readonly trust?: readonly string[] | undefined
  /** When set, AssumeRole must send the same `ExternalId`. */
  readonly externalId?: string | undefined
  /** Longest session in seconds, 3600 to 43200. Default 3600. */
  readonly maxSessionDuration?: number | undefined
  /** Calls a session of the role may not make: `ocr:RecognizeCharacter`, `sts:*` or `*`. Default none. */
  readonly deny?: readonly string[] | undefined
}

/** A role of the running emulator. */
export interface Role {
  readonly name: string
  readonly arn: string
  readonly roleId: string
  readonly accountId: string
  readonly trust: readonly string[]
  readonly externalId: string | undefined
  readonly maxSessionDuration: number
  readonly deny: readonly string[]
}

/** Fills in what a role's options leave out. */
export function createRole(options: RoleOptions, defaults: { readonly accountId: string; readonly oidcProviderArn: string }): Role {
  const accountId = options.accountId ?? defaults.accountId
  return {
    name: options.name,
    arn: `acs:ram::${accountId}:role/${options.name}`,
    roleId: randomDigits(18),
    accountId,
    trust: options.trust ?? [`acs:ram::${accountId}:root`, defaults.oidcProviderArn, 'ecs.aliyuncs.com'],
    externalId: options.externalId,
    maxSessionDuration: options.maxSessionDuration ?? 3600,
    deny: options.deny ?? [],
  }
}

/** Who somebody is while using a role. */
export function assumedRolePrincipal(role: Role, sessionName: string): Principal {
  return {
    identityType: 'AssumedRoleUser',
    accountId: role.accountId,
    arn: `acs:ram::${role.accountId}:assumed-role/${role.name}/${sessionName}`,
    principalId: `${role.roleId}:${sessionName}`,
    entityId: role.roleId,
    name: sessionName,
    trustedAs: [role.arn, `acs:ram::${role.accountId}:root`],
    deny: role.deny,
  }
}
