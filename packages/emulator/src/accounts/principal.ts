/** Who calls: an account's own key, a user of it, or a role that somebody assumed. */
export interface Principal {
  readonly identityType: 'Account' | 'RAMUser' | 'AssumedRoleUser'
  /** Number of the account, 16 digits. */
  readonly accountId: string
  readonly arn: string
  readonly principalId: string
  /** Number of the user, or of the role for an assumed role. */
  readonly entityId: string
  /** Name of the user, or of the session for an assumed role. */
  readonly name: string
  /** The names under which a role's trust policy may list this caller. */
  readonly trustedAs: readonly string[]
  /** Calls this identity may not make: `ocr:RecognizeCharacter`, `sts:*` or `*`. */
  readonly deny: readonly string[]
}

/** Whether the identity is forbidden to make a call, such as `ocr` and `RecognizeCharacter`. */
export function isDenied(principal: Principal, service: string, action: string): boolean {
  return principal.deny.some((pattern) => pattern === '*' || pattern === `${service}:*` || pattern === `${service}:${action}`)
}
