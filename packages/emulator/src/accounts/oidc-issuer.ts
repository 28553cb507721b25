import { generateKeyPairSync, sign, verify } from 'node:crypto'
import { ServiceError } from '../service-error.ts'

/** What `issueOidcToken` puts into a token. */
export interface OidcTokenOptions {
  /** Default: the client id that the emulator's OIDC provider expects. */
  readonly audience?: string | undefined
  /** Default `system:serviceaccount:default:demo`. */
  readonly subject?: string | undefined
  /** Default: the emulator's own issuer. */
  readonly issuer?: string | undefined
  /** Seconds until it ends; negative for a token that has ended. Default 3600. */
  readonly lifetimeSeconds?: number | undefined
}

/** What a valid token says. Times are seconds since 1970. */
interface OidcClaims {
  readonly iss: string
  readonly sub: string
  readonly aud: string
  readonly iat: number
  readonly exp: number
}

/** A small OpenID provider: signs tokens and checks them. */
export interface OidcIssuer {
  readonly providerArn: string
  readonly issuer: string
  readonly audience: string
  issue(options: OidcTokenOptions, now: number): string
  /** @throws ServiceError `AuthenticationFail.OIDCToken.Expired` or `.Invalid` */
  check(token: string, now: number): OidcClaims
}

/** Makes an issuer with a key of its own. */
export function createOidcIssuer(accountId: string): OidcIssuer {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const issuer = 'https://oidc.emulator.invalid'
  const audience = 'sts.aliyuncs.com'
  const header = toBase64Url({ alg: 'EdDSA', typ: 'JWT' })
  return {
    providerArn: `acs:ram::${accountId}:oidc-provider/emulator`,
    issuer,
    audience,
    issue(options, now) {
      const iat = Math.floor(now / 1000)
      const claims: OidcClaims = {
        iss: options.issuer ?? issuer,
        sub: options.subject ?? 'system:serviceaccount:default:demo',
        aud: options.audience ?? audience,
        iat,
        exp: iat + (options.lifetimeSeconds ?? 3600),
      }
      const signed = `${header}.${toBase64Url(claims)}`
      return `${signed}.${sign(null, Buffer.from(signed), privateKey).toString('base64url')}`
    },
    check(token, now) {
      const [head, body, signature, ...rest] = token.split('.')
      if (head === undefined || body === undefined || signature === undefined || rest.length > 0) throw invalid('is not a JSON Web Token')
      const genuine = verify(null, Buffer.from(`${head}.${body}`), publicKey, Buffer.from(signature, 'base64url'))
      if (!genuine) throw invalid('has a wrong signature')
      // The signature is ours, so what it covers is what `issue` wrote.
      const claims = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as OidcClaims
      if (claims.iss !== issuer) throw invalid('was issued by somebody else')
      if (claims.aud !== audience) throw invalid('is for another audience')
      if (claims.exp * 1000 <= now) {
        throw new ServiceError(400, 'AuthenticationFail.OIDCToken.Expired', 'This OIDC token has expired.')
      }
      return claims
    },
  }
}

function invalid(problem: string): ServiceError {
  return new ServiceError(400, 'AuthenticationFail.OIDCToken.Invalid', `This OIDC token ${problem}.`)
}

function toBase64Url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
