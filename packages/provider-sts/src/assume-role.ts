import type { CredentialProvider, Credentials } from '@x/credentials-core'
import { createStsCall, readSession, type StsOptions } from '@x/tea-rpc/sts'
import type { SessionParameters } from './role-session.ts'

/** Asks STS for a session. */
export interface RoleRequest {
  readonly parameters: SessionParameters
  /** The name of the credentials that assume the role. */
  readonly keysName: string
  readonly signal: AbortSignal | undefined
}

const NAME = 'ram_role_arn'
const DENIALS = [
  ['NoPermission', "Let the role's trust policy name this identity, and grant it sts:AssumeRole; the root account may not assume roles."],
  ['EntityNotExist.Role', 'Check roleArn.'],
  ['AuthenticationFail', 'Check the key that assumes the role.'],
] as const

/** Makes the function that asks STS for a session of a role, with the keys of `credential` (AssumeRole). */
export function createRoleRequest(
  options: StsOptions,
  provider: string,
  credential: CredentialProvider,
): (request: RoleRequest) => Promise<Credentials> {
  const callSts = createStsCall(options, { provider, central: 'sts.aliyuncs.com', identity: { credential }, denials: DENIALS })
  return async ({ parameters, keysName, signal }) =>
    readSession(await callSts({ action: 'AssumeRole', parameters, signal }), { type: NAME }, `${NAME}/${keysName}`)
}
