import {
  type CacheOptions,
  type CredentialProvider,
  type CredentialsError,
  cached,
  checkNames,
  type FetchLike,
  invalidOption,
  type KeyCredentials,
  type ResolveOptions,
  readMilliseconds,
} from '@x/credentials-core'
import { checkAddress, resolveAddress } from './backend-address.ts'
import { isUsable } from './is-usable.ts'
import { requestKeys } from './request-keys.ts'
import { shareBetweenTabs, type TabShare } from './share-between-tabs.ts'
import { platformTabTools, type TabTools } from './tab-tools.ts'

/** Options of `fromBackend`. */
export interface FromBackendOptions {
  /** Where your back end serves `credentialsHandler`: a full address or one relative to the page. `https:`, or `http:` on this machine. */
  readonly url: string
  /** Headers that say who asks, such as a bearer token; asked for at each request. Default: none, a cookie says it. */
  readonly headers?: (() => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>) | undefined
  /** Whether the cookies of the back end go along. Default true. */
  readonly cookies?: boolean | undefined
  /**
   * Who is logged in, such as the user's id: tabs share keys only with tabs that say the same. Where several people use one browser, a tab
   * that the one before left open would else give them its keys. Default: all tabs of the page's origin share.
   */
  readonly account?: string | undefined
  /** What tabs share keys with; `false` lets each tab ask for itself. Default: Web Locks and BroadcastChannel, where a browser has them. */
  readonly tabs?: TabTools | false | undefined
  /** Milliseconds for one request, its answer included. Default 10000; 0 means the default. */
  readonly timeout?: number | undefined
  /** Sends the requests. Default: the platform's `fetch`. */
  readonly fetch?: FetchLike | undefined
  /** Settings of the cache, `onEvent` among them, and the clock. */
  readonly refresh?: CacheOptions | undefined
}

const NAME = 'backend'

/**
 * Temporary credentials that your own back end hands to a page, by `credentialsHandler`. Cached and refreshed in time, with one request
 * for all tabs. They live in memory alone: no storage of the browser ever holds them.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` at once for an option that cannot be used; at a call for a relative address without a page.
 * @throws CredentialsError at a call: `ERR_CREDENTIALS_LOGIN_REQUIRED` when the session has ended, `ERR_CREDENTIALS_DENIED` when it may not
 * have keys or the page's origin is not allowed, `ERR_SERVICE` or `ERR_BAD_RESPONSE` for what else came back.
 * @throws TransportError when no answer came, such as offline; keys that are still valid go on being served.
 * @example const client = createOcrClient({ credential: fromBackend({ url: '/credentials' }) })
 */
export function fromBackend(options: FromBackendOptions): CredentialProvider<KeyCredentials> {
  if (typeof options !== 'object' || options === null) throw invalidOption('url', 'is missing', "Pass { url: '/credentials' }.")
  checkNames(options, { any: 'tabs timeout url', string: 'account', boolean: 'cookies', function: 'headers fetch', object: 'refresh' })
  const { url, headers, cookies = true, account = '', tabs, refresh = {} } = options
  const timeout = readMilliseconds(options, 'timeout', 10_000)
  checkAddress(url)
  if (tabs && typeof tabs.openChannel !== 'function')
    throw invalidOption('tabs', 'opens no channels', 'Pass TabTools, false, or leave it out.')
  const { now = Date.now, after } = refresh

  let share: TabShare | undefined
  /** What was given last. */
  let last: KeyCredentials | undefined

  async function source({ signal, rejectedKeyId }: ResolveOptions = {}): Promise<KeyCredentials> {
    const address = resolveAddress(url)
    share ??= shareBetweenTabs(`alibaba-cloud.credentials ${address} ${account}`, {
      tools: tabs ?? platformTabTools(),
      now,
      after,
      patience: timeout + 5000,
    })
    const ask = async (): Promise<KeyCredentials> =>
      requestKeys(address, {
        provider: NAME,
        fetch: options.fetch,
        headers: { ...(await headers?.()), ...(rejectedKeyId === undefined ? {} : { 'x-rejected-key-id': rejectedKeyId }) },
        cookies,
        timeout,
        signal,
        timing: refresh,
      })
    try {
      last = await share.run((keys) => isUsable(keys, { now: now(), last, rejectedKeyId }), ask, signal)
      return last
    } catch (error) {
      // The session has ended: no other tab shall get its keys from this one.
      if (isDecision(error)) {
        share.forget()
        last = undefined
      }
      throw error
    }
  }
  // Time to wait for another tab's request, for its answer, and for a request of one's own.
  return cached(source, { timeout: 2 * timeout + 10_000, ...refresh, name: NAME }) as CredentialProvider<KeyCredentials>
}

function isDecision(error: unknown): boolean {
  const { code } = (error ?? {}) as Partial<CredentialsError>
  return code === 'ERR_CREDENTIALS_LOGIN_REQUIRED' || code === 'ERR_CREDENTIALS_DENIED'
}
