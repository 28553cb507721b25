import type { KeyRing, TemporaryAccessKey } from '../accounts/key-ring.ts'
import { assumedRolePrincipal, type Role } from '../accounts/role.ts'
import type { OperationAnswer } from '../gateway/service.ts'
import { ServiceError } from '../service-error.ts'
import { toTimestamp } from '../timestamp.ts'

/** The parts of a request that AssumeRole and AssumeRoleWithOIDC have in common, checked. */
export interface RoleSession {
  readonly role: Role
  readonly sessionName: string
  readonly durationSeconds: number
}

/**
 * Reads role, session name, duration and policy (credentials.md 3.4).
 * @throws ServiceError `InvalidParameter.*` or `EntityNotExist.Role`
 */
export function readRoleSession(parameters: ReadonlyMap<string, string>, roles: readonly Role[]): RoleSession {
  const roleArn = parameters.get('RoleArn') ?? ''
  if (!/^acs:ram::\d+:role\/[\w.@-]+$/.test(roleArn)) throw invalidParameter('RoleArn', 'The parameter RoleArn is wrongly formed.')
  const sessionName = parameters.get('RoleSessionName') ?? ''
  if (!/^[A-Za-z0-9.@\-_]{2,64}$/.test(sessionName)) {
    throw invalidParameter('RoleSessionName', 'The parameter RoleSessionName must be 2 to 64 of letters, digits and .@-_.')
  }
  checkPolicy(parameters.get('Policy'))
  const role = roles.find((candidate) => candidate.arn.toLowerCase() === roleArn.toLowerCase())
  if (role === undefined) throw new ServiceError(404, 'EntityNotExist.Role', 'The specified role does not exist.')
  return { role, sessionName, durationSeconds: readDuration(parameters.get('DurationSeconds'), role.maxSessionDuration) }
}

/**
 * Reads `DurationSeconds`, 3600 when absent.
 * @throws ServiceError `InvalidParameter.DurationSeconds`
 */
export function readDuration(text: string | undefined, longest: number): number {
  if (!text) return 3600
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (seconds >= 900 && seconds <= longest) return seconds
  throw invalidParameter('DurationSeconds', `The parameter DurationSeconds must be from 900 to ${longest}.`)
}

/** Starts the session and words the common part of the answer. */
export function startSession(
  session: RoleSession,
  keys: KeyRing,
  call: { readonly now: number; readonly expired: boolean },
): OperationAnswer {
  const principal = assumedRolePrincipal(session.role, session.sessionName)
  const key = keys.issueTemporary(principal, endOf(session.durationSeconds, call))
  return {
    AssumedRoleUser: { Arn: principal.arn, AssumedRoleId: principal.principalId },
    Credentials: credentialsOf(key),
  }
}

/** When something issued now ends, in milliseconds. A fault can have it in the past. */
export function endOf(seconds: number, call: { readonly now: number; readonly expired: boolean }): number {
  return call.expired ? call.now - 1000 : call.now + seconds * 1000
}

/** The four members that STS, the metadata service and a credentials URI all answer. */
export function credentialsOf(key: TemporaryAccessKey): Record<'AccessKeyId' | 'AccessKeySecret' | 'SecurityToken' | 'Expiration', string> {
  return {
    AccessKeyId: key.accessKeyId,
    AccessKeySecret: key.accessKeySecret,
    SecurityToken: key.securityToken,
    Expiration: toTimestamp(key.expires),
  }
}

/** A parameter has a value that STS refuses. */
export function invalidParameter(name: string, message: string): ServiceError {
  return new ServiceError(400, `InvalidParameter.${name}`, message)
}

/** Its form is checked, its rules are not applied. */
function checkPolicy(policy: string | undefined): void {
  if (!policy) return
  if (policy.length > 2048) throw invalidParameter('PolicyGrammar', 'The parameter Policy may have 2048 characters at most.')
  try {
    const parsed: unknown = JSON.parse(policy)
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return
  } catch {
    // answered below: the parser's own message would quote the policy
  }
  throw invalidParameter('PolicyGrammar', 'The parameter Policy is not a JSON object.')
}
