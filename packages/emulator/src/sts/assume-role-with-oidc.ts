import type { KeyRing } from '../accounts/key-ring.ts'
import type { OidcIssuer } from '../accounts/oidc-issuer.ts'
import type { Role } from '../accounts/role.ts'
import type { AnonymousOperation } from '../gateway/service.ts'
import { ServiceError } from '../service-error.ts'
import { toTimestamp } from '../timestamp.ts'
import { invalidParameter, readRoleSession, startSession } from './role-session.ts'

/** AssumeRoleWithOIDC: temporary keys of a role for whoever holds a token of an OpenID provider that the role trusts. Not signed. */
export function assumeRoleWithOidc(roles: readonly Role[], keys: KeyRing, oidc: OidcIssuer): AnonymousOperation {
  return {
    auth: 'Anonymous',
    required: ['OIDCProviderArn', 'OIDCToken', 'RoleArn', 'RoleSessionName'],
    issuesCredentials: true,
    run(call) {
      const providerArn = call.parameters.get('OIDCProviderArn') ?? ''
      if (!/^acs:ram::\d+:oidc-provider\/[\w.-]+$/.test(providerArn)) {
        throw invalidParameter('OIDCProviderArn', 'The parameter OIDCProviderArn is wrongly formed.')
      }
      if (providerArn !== oidc.providerArn) throw new ServiceError(404, 'EntityNotExist.OIDCProvider', 'The OIDC provider does not exist.')
      const session = readRoleSession(call.parameters, roles)
      const claims = oidc.check(call.parameters.get('OIDCToken') ?? '', call.now)
      if (!session.role.trust.includes(providerArn)) {
        throw new ServiceError(403, 'AuthenticationFail.NoPermission', 'The trust policy of the role does not name this OIDC provider.')
      }
      return {
        OIDCTokenInfo: {
          Subject: claims.sub,
          Issuer: claims.iss,
          ClientIds: claims.aud,
          IssuanceTime: toTimestamp(claims.iat * 1000),
          ExpirationTime: toTimestamp(claims.exp * 1000),
        },
        ...startSession(session, keys, call),
      }
    },
  }
}
