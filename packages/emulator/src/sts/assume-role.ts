import type { KeyRing } from '../accounts/key-ring.ts'
import type { Principal } from '../accounts/principal.ts'
import type { Role } from '../accounts/role.ts'
import type { SignedOperation } from '../gateway/service.ts'
import { ServiceError } from '../service-error.ts'
import { invalidParameter, readRoleSession, startSession } from './role-session.ts'

/** AssumeRole: temporary keys of a role for a caller whom the role trusts. */
export function assumeRole(roles: readonly Role[], keys: KeyRing): SignedOperation {
  return {
    auth: 'AK',
    required: ['RoleArn', 'RoleSessionName'],
    issuesCredentials: true,
    run(call) {
      const externalId = call.parameters.get('ExternalId')
      if (externalId && !/^[\w+=,.@:/-]{2,1224}$/.test(externalId)) {
        throw invalidParameter('ExternalId', 'The parameter ExternalId is wrongly formed.')
      }
      const session = readRoleSession(call.parameters, roles)
      checkTrust(session.role, call.principal, externalId)
      return startSession(session, keys, call)
    },
  }
}

function checkTrust(role: Role, caller: Principal, externalId: string | undefined): void {
  // spec: credentials.md 2.6, the keys of the account itself may never assume a role
  const trusted = caller.identityType !== 'Account' && caller.trustedAs.some((name) => role.trust.includes(name))
  if (!trusted) throw new ServiceError(403, 'NoPermission', 'You are not authorized to do this action. You should be authorized by RAM.')
  if (role.externalId !== undefined && externalId !== role.externalId) {
    throw new ServiceError(403, 'NoPermission', 'The trust policy of the role asks for another ExternalId.')
  }
}
