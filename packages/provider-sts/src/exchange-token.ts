import { type Credentials, parseJsonObject } from '@x/credentials-core'
import { createStsCall, findHome, readSession } from '@x/tea-rpc/sts'
import type { FromOidcRoleArnOptions } from './from-oidc-role-arn.ts'
import { readOidcToken } from './read-oidc-token.ts'
import type { SessionParameters } from './role-session.ts'

/** Asks STS for a session. */
export interface TokenRequest {
  readonly parameters: SessionParameters
  /** The file with the token. */
  readonly path: string
  /** The option or variable that names it. */
  readonly field: string
  readonly signal: AbortSignal | undefined
}

const NAME = 'oidc_role_arn'
const DENIALS = [
  ['AuthenticationFail.OIDCToken.Expired', 'Let the cluster renew the token, and name its file in oidcTokenFilePath.'],
  ['AuthenticationFail', "Check the OIDC provider's issuer, audience and fingerprints, and that the role's trust policy names it."],
  ['NoPermission', "Let the role's trust policy name the OIDC provider and this token's subject."],
  ['EntityNotExist', 'Check roleArn and oidcProviderArn.'],
] as const

/** Makes the function that gives a token to STS for a session of a role (AssumeRoleWithOIDC): the token of the options, else that of a file. */
export function createTokenExchange(options: FromOidcRoleArnOptions): (request: TokenRequest) => Promise<Credentials> {
  const { oidcToken, readFile, refresh } = options
  const now = options.now ?? refresh?.now ?? Date.now
  const callSts = createStsCall(options, { provider: NAME, central: 'sts.aliyuncs.com', identity: {}, denials: DENIALS })

  return async ({ parameters, path, field, signal }) => {
    const file = { provider: NAME, field, home: findHome(options), readFile, after: refresh?.after, signal }
    const token = oidcToken ?? (await readOidcToken(path, file))
    const end = expiryOf(token)
    const answer = await callSts({
      action: 'AssumeRoleWithOIDC',
      parameters: { ...parameters, OIDCToken: token },
      anonymous: true,
      signal,
      // Said when STS refuses, not before: it is this machine's clock that may be wrong.
      note: end && end.getTime() <= now() ? `The OIDC token expired at ${end.toISOString()}, as its exp says.` : undefined,
    })
    return readSession(answer, { type: NAME }, NAME)
  }
}

/** The end that a token gives itself, as its claim `exp`; nothing for a token that is no JWT or has no such claim. Its signature is not checked. */
function expiryOf(token: string): Date | undefined {
  const [, claims = ''] = token.split('.')
  try {
    const { exp } = parseJsonObject(atob(claims.replace(/-/g, '+').replace(/_/g, '/')))
    const end = new Date(Number(exp) * 1000)
    return typeof exp === 'number' && !Number.isNaN(end.getTime()) ? end : undefined
  } catch {
    return undefined
  }
}
