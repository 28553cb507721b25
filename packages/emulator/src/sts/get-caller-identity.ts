import type { SignedOperation } from '../gateway/service.ts'

/** GetCallerIdentity: who the key belongs to. */
export const getCallerIdentity: SignedOperation = {
  auth: 'AK',
  required: [],
  run({ principal }) {
    const { identityType, accountId, arn, principalId, entityId } = principal
    const entity = identityType === 'AssumedRoleUser' ? { RoleId: entityId } : { UserId: entityId }
    return { IdentityType: identityType, AccountId: accountId, Arn: arn, PrincipalId: principalId, ...entity }
  },
}
