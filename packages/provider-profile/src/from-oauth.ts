import { type CredentialProvider, type Credentials, cached, invalidOption, isAlibabaCloudError } from '@x/credentials-core'
import { checkEndpoint } from './check-endpoint.ts'
import { checkExpire } from './check-expire.ts'
import { checkLoginOptions, isToken, type LoginServiceOptions, loginService } from './login-service.ts'
import { later, needsRenewal, type OAuthLogin } from './oauth-login.ts'

export interface FromOAuthOptions extends OAuthLogin, LoginServiceOptions {
  /** The Chinese site or the international one. */
  readonly siteType: 'CN' | 'INTL'
  /** Asked before each refresh: another process may have renewed the login. The login with the later end counts. */
  readonly readLogin?: (() => Promise<OAuthLogin>) | undefined
  /**
   * Does work while no other process does: several that renew one login at a time would use up each other's refresh tokens. When it cannot,
   * the work is done all the same. Default: no lock.
   */
  readonly withLock?: ((work: () => Promise<void>) => Promise<void>) | undefined
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
/** A renewal that has run so long is waited for no more: what it saves to may never answer. */
const LONGEST_RENEWAL = 90_000

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
  const functions = 'readLogin withLock saveLogin saveCredentials '
  checkLoginOptions(options, functions, 'siteType accessToken accessTokenExpire refreshToken endpoint')
  checkExpire(options)
  const { siteType, readLogin, withLock, saveLogin, saveCredentials, refresh, accessToken, accessTokenExpire, refreshToken } = options
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
  let spent: string | undefined
  let renewal: { readonly begun: number; readonly done: Promise<void> } | undefined

  async function source({ signal }: { signal?: AbortSignal | undefined } = {}): Promise<Credentials> {
    await bringUpToDate()
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
    await attempt(() => saveCredentials?.(given))
    return given
  }

  /**
   * One renewal serves all callers, and goes on when they have left: the service ends the old refresh token at once, so the new one must get
   * to where it is kept.
   */
  function bringUpToDate(): Promise<void> {
    if (renewal && now() - renewal.begun < LONGEST_RENEWAL) return renewal.done
    const done = renewIfNeeded().finally(() => {
      if (renewal === own) renewal = undefined
    })
    const own = { begun: now(), done }
    renewal = own
    attempt(() => refresh?.waitUntil?.(done.catch(() => {})))
    return done
  }

  async function renewIfNeeded(): Promise<void> {
    await readLatest()
    if (!needsRenewal(login, now())) return
    if (!withLock) return renewOrTakeOver()
    let isBegun = false
    const work = async (): Promise<void> => {
      isBegun = true
      // Who had the lock before has renewed the login.
      await readLatest()
      if (needsRenewal(login, now())) await renewOrTakeOver()
    }
    try {
      await withLock(work)
    } catch (error) {
      if (isBegun) throw error
    }
    if (!isBegun) await work()
  }

  async function renewOrTakeOver(): Promise<void> {
    try {
      await renew()
    } catch (error) {
      if (!isAlibabaCloudError(error) || error.code !== 'ERR_CREDENTIALS_LOGIN_REQUIRED') throw error
      // A program that knows no lock may have used the refresh token a moment before.
      const other = await latest()
      if (!other.refreshToken || other.refreshToken === login.refreshToken) throw error
      login = other
      if (needsRenewal(login, now())) await renew()
    }
  }

  /** A login whose refresh token was used here is over, whatever end it has. */
  async function readLatest(): Promise<void> {
    const kept = await latest()
    if (spent === undefined || kept.refreshToken !== spent) login = later(login, kept)
  }

  /** What is kept elsewhere. A store that fails is no reason to give up. */
  async function latest(): Promise<OAuthLogin> {
    return (await attempt(() => readLogin?.())) ?? {}
  }

  async function renew(): Promise<void> {
    const before = login
    const { members, unusable } = await ask({
      url: `${origin}/v1/token`,
      action: 'Token',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token: before.refreshToken ?? '',
        client_id: clientId,
        Timestamp: new Date(now()).toISOString().replace(/\.\d+/, ''),
      }),
      ended: [400, 401],
    })
    const { access_token, refresh_token, expires_in } = members
    if (!isToken(access_token)) throw unusable('access_token')
    if (!isToken(refresh_token)) throw unusable('refresh_token')
    const seconds = Number(expires_in ?? 3600)
    if (!(seconds > 0 && seconds < 1e9)) throw unusable('expires_in')
    const next = { accessToken: access_token, accessTokenExpire: Math.floor(now() / 1000 + seconds), refreshToken: refresh_token }
    login = next
    spent = before.refreshToken
    await attempt(() => saveLogin?.(next, before))
  }

  return cached(source, { ...refresh, name: NAME })
}

/** What a function of the caller gives; nothing when it fails, be it at once or later. */
async function attempt<T>(run: () => T): Promise<Awaited<T> | undefined> {
  try {
    return await run()
  } catch {
    return undefined
  }
}
