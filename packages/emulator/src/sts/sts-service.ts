import type { KeyRing } from '../accounts/key-ring.ts'
import type { OidcIssuer } from '../accounts/oidc-issuer.ts'
import type { Role } from '../accounts/role.ts'
import type { AnonymousOperation, Service, SignedOperation } from '../gateway/service.ts'
import { assumeRole } from './assume-role.ts'
import { assumeRoleWithOidc } from './assume-role-with-oidc.ts'
import { generateSessionAccessKey } from './generate-session-access-key.ts'
import { getCallerIdentity } from './get-caller-identity.ts'

/** The security token service. */
export function createStsService(roles: readonly Role[], keys: KeyRing, oidc: OidcIssuer): Service {
  return {
    name: 'sts',
    version: '2015-04-01',
    deniedCode: 'NoPermission',
    operations: new Map<string, SignedOperation | AnonymousOperation>([
      ['AssumeRole', assumeRole(roles, keys)],
      ['AssumeRoleWithOIDC', assumeRoleWithOidc(roles, keys, oidc)],
      ['GetCallerIdentity', getCallerIdentity],
      ['GenerateSessionAccessKey', generateSessionAccessKey(keys)],
    ]),
  }
}
