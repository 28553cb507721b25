import { type CredentialProvider, type Credentials, cached, checkOptions, invalidOption, isAlibabaCloudError } from '@x/credentials-core'
import { checkEndpoint } from './check-endpoint.ts'
import { isToken, LOGIN_SERVICE_OPTIONS, type LoginServiceOptions, loginService } from './login-service.ts'

/** The tokens of a login. */
export interface OAuthLogin {
  readonly accessToken?: string | undefined
  /** When the access token ends, in seconds since 1970. */
  readonly accessTokenExpire?: number | undefined
  /** Each use of it gives another, and ends this one. */
  readonly refreshToken?: string | undefined
}

export interface FromOAuthOptions extends OAuthLogin, LoginServiceOptions {
  /** The Chinese site or the international one. */
  readonly siteType: 'CN' | 'INTL'
  /** Asked before each refresh: another process may have renewed the login. The login with the later end counts. */
  readonly readLogin?: (() => Promise<OAuthLogin>) | undefined
  /**
   * Keeps a renewed login for the next process, which is locked out without it. What it throws is ignored.
   *
   * @param before - The login that was renewed.
   */
  readonly saveLogin?: ((next: OAuthLogin, before: OAuthLogin) => Promise<void>) | undefined
  /** Keeps the credentials. What it throws is ignored. */
  readonly saveCredentials?: ((credentials: Credentials) => Promise<void>) | undefined
  /** Another server than the site's, for tests. */
  readonly endpoint?: string | undefined
}

const NAME = 'oauth'
const SITES = {
  CN: { endpoint: 'https://oauth.aliyun.com', clientId: '4038181954557748008' },
  INTL: { endpoint: 'https://oauth.alibabacloud.com', clientId: '4103531455503354461' },
} as const
/** An exchange wants 15 minutes of the access token's life. */
const RENEW_BEFORE = 1_200_000

/**
 * Credentials of a user who has logged in with a browser. An access token that ends within 20 minutes is renewed first, if there is a refresh
 * token; that gives a new refresh token, too, which must be kept: see `saveLogin`.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` at once for a site that is not known, or without a token.
 * @throws CredentialsError at a call: `ERR_CREDENTIALS_LOGIN_REQUIRED` when the login has ended, `ERR_CREDENTIALS_DENIED`, `ERR_SERVICE` or
 * `ERR_BAD_RESPONSE`.
 * @throws TransportError when no answer came.
 * @example const provider = fromOAuth({ siteType: 'INTL', refreshToken, saveLogin: (login) => store.write(login) })
 */
export function fromOAuth(options: FromOAuthOptions): CredentialProvider {
  checkOptions(options, OPTIONS)
  const { siteType, readLogin, saveLogin, saveCredentials, refresh, accessToken, accessTokenExpire, refreshToken } = options
  const site = Object.hasOwn(SITES, siteType) ? SITES[siteType] : undefined
  if (!site) throw invalidOption('siteType', 'is not known', 'Use CN or INTL.')
  for (const [field, token] of Object.entries({ accessToken, refreshToken })) {
    if (token !== undefined && !isToken(token)) {
      throw invalidOption(field, 'is empty, or has a blank or a line break', 'Give it as the login gave it.')
    }
  }
  if (!accessToken && !refreshToken && !readLogin) throw invalidOption('refreshToken', 'is missing', 'Give refreshToken or accessToken.')
  const { clientId } = site
  const origin = options.endpoint === undefined ? site.endpoint : checkEndpoint(options.endpoint, 'endpoint')
  const { now = Date.now } = refresh ?? {}
  const { ask, tokenOf } = loginService(NAME, 'OAuth', options)
  let login: OAuthLogin = { accessToken, accessTokenExpire, refreshToken }

  async function source({ signal }: { signal?: AbortSignal | undefined } = {}): Promise<Credentials> {
    login = later(login, await latest())
    if (needsRenewal(login, now())) {
      const before = login
      try {
        login = await renew(before, signal)
      } catch (error) {
        if (!isAlibabaCloudError(error) || error.code !== 'ERR_CREDENTIALS_LOGIN_REQUIRED') throw error
        // Another process may have used the refresh token a moment before.
        const other = await latest()
        if (!other.refreshToken || other.refreshToken === before.refreshToken) throw error
        login = needsRenewal(other, now()) ? await renew(other, signal) : other
      }
    }
    const { readKey, members } = await ask({
      url: `${origin}/v1/exchange`,
      action: 'Exchange',
      token: tokenOf(login),
      body: '',
      signal,
      ended: [401],
    })
    // Official libraries disagree about the case of the first letter.
    const named = Object.entries(members).map(([name, value]) => [name.charAt(0).toUpperCase() + name.slice(1), value])
    const given = readKey(Object.fromEntries(named))
    await saveCredentials?.(given).catch(() => {})
    return given
  }

  /** What is kept elsewhere. A store that fails is no reason to give up. */
  async function latest(): Promise<OAuthLogin> {
    return (await readLogin?.().catch(() => undefined)) ?? {}
  }

  async function renew(before: OAuthLogin, signal: AbortSignal | undefined): Promise<OAuthLogin> {
    const { members, unusable } = await ask({
      url: `${origin}/v1/token`,
      action: 'Token',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token: before.refreshToken ?? '',
        client_id: clientId,
        Timestamp: new Date(now()).toISOString().replace(/\.\d+/, ''),
      }),
      signal,
      ended: [400, 401],
    })
    const { access_token, refresh_token, expires_in } = members
    if (!isToken(access_token)) throw unusable('access_token')
    if (!isToken(refresh_token)) throw unusable('refresh_token')
    const seconds = Number(expires_in ?? 3600)
    if (!(seconds > 0 && seconds < 1e9)) throw unusable('expires_in')
    const next = { accessToken: access_token, accessTokenExpire: Math.floor(now() / 1000 + seconds), refreshToken: refresh_token }
    await saveLogin?.(next, before).catch(() => {})
    return next
  }

  return cached(source, { ...refresh, name: NAME })
}

const OPTIONS = [
  'siteType',
  'accessToken',
  'accessTokenExpire',
  'refreshToken',
  'readLogin',
  'saveLogin',
  'saveCredentials',
  'endpoint',
  ...LOGIN_SERVICE_OPTIONS,
]

/** Without a refresh token, the access token is used as it is. */
function needsRenewal({ accessToken, accessTokenExpire = 0, refreshToken }: OAuthLogin, now: number): boolean {
  return Boolean(refreshToken) && (!accessToken || accessTokenExpire * 1000 - now <= RENEW_BEFORE)
}

/** Of two logins the one that ends later; when both end at once, the one that is kept elsewhere. */
function later(ours: OAuthLogin, theirs: OAuthLogin): OAuthLogin {
  if (!theirs.accessToken && !theirs.refreshToken) return ours
  return (theirs.accessTokenExpire ?? 0) >= (ours.accessTokenExpire ?? 0) ? theirs : ours
}
