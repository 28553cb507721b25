import type { EmulatorOptions } from '../options.ts'
import { type Account, createAccount } from './account.ts'
import { createOidcIssuer, type OidcIssuer } from './oidc-issuer.ts'
import { createRole, type Role } from './role.ts'

/** Everybody an emulator knows. */
export interface Identities {
  readonly accounts: readonly [Account, ...Account[]]
  readonly oidc: OidcIssuer
  readonly roles: readonly [Role, ...Role[]]
  /** The role attached to the instance whose metadata is served. */
  readonly instanceRole: Role | undefined
}

/** Makes accounts, OpenID provider and roles from the options; there is always a first account and a first role. */
export function createIdentities(options: EmulatorOptions): Identities {
  const accounts = createAccounts(options)
  const { accountId } = accounts[0]
  const oidc = createOidcIssuer(accountId)
  const roles = createRoles(options, { accountId, oidcProviderArn: oidc.providerArn })
  const attached = options.metadata?.roleName
  const instanceRole = attached === undefined ? roles[0] : roles.find((role) => role.name === attached)
  return { accounts, oidc, roles, instanceRole }
}

function createAccounts(options: EmulatorOptions): readonly [Account, ...Account[]] {
  const [first = {}, ...others] = options.accounts ?? []
  return [createAccount(first), ...others.map(createAccount)]
}

/** The role of the metadata service need not be among those given. */
function createRoles(
  options: EmulatorOptions,
  defaults: { readonly accountId: string; readonly oidcProviderArn: string },
): readonly [Role, ...Role[]] {
  const [first = { name: 'emulator' }, ...others] = options.roles ?? []
  const roles = [first, ...others]
  const attached = options.metadata?.roleName
  if (attached && !roles.some((role) => role.name === attached)) others.push({ name: attached })
  return [createRole(first, defaults), ...others.map((role) => createRole(role, defaults))]
}
