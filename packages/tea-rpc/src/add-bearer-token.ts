import type { BearerCredentials } from '@x/credentials-core'

/** Adds the token of a request of version 1 that nobody signs. */
export function addBearerToken(
  { type, bearerToken }: BearerCredentials,
  params: Record<string, string>,
  headers: Record<string, string>,
): void {
  if (type === 'id_token') headers['x-acs-zero-trust-idtoken'] = bearerToken
  else Object.assign(params, { BearerToken: bearerToken, SignatureType: 'BEARERTOKEN' })
}
