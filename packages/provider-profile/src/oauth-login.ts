/** The tokens of a login. */
export interface OAuthLogin {
  readonly accessToken?: string | undefined
  /** When the access token ends, in seconds since 1970. */
  readonly accessTokenExpire?: number | undefined
  /** Each use of it gives another, and ends this one. */
  readonly refreshToken?: string | undefined
}

/** An exchange wants 15 minutes of the access token's life. */
const RENEW_BEFORE = 1_200_000

/** Without a refresh token, the access token is used as it is. */
export function needsRenewal({ accessToken, accessTokenExpire = 0, refreshToken }: OAuthLogin, now: number): boolean {
  return Boolean(refreshToken) && (!accessToken || accessTokenExpire * 1000 - now <= RENEW_BEFORE)
}

/** Of two logins the one that ends later; when both end at once, the one that is kept elsewhere. */
export function later(ours: OAuthLogin, theirs: OAuthLogin): OAuthLogin {
  if (!theirs.accessToken && !theirs.refreshToken) return ours
  return (theirs.accessTokenExpire ?? 0) >= (ours.accessTokenExpire ?? 0) ? theirs : ours
}
