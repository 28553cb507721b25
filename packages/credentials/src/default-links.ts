import {
  type CacheOptions,
  type CredentialProvider,
  checkOptions,
  type Environment,
  type FetchLike,
  fromCredentialsUri,
  fromEnv,
  type OnEvent,
} from '@x/credentials-core'

/** Settings of `fromDefaultChain` and `explain`. */
export interface DefaultChainOptions {
  /** The variables. Default: those of the process, read when they are needed. */
  readonly env?: Environment | undefined
  /** Sends the requests for credentials. Default: a direct connection, past every proxy. */
  readonly fetch?: FetchLike | undefined
  /** Goes on after a link that is configured but broken, as the official SDKs do. Default false. */
  readonly lenient?: boolean | undefined
  /** Settings of the caches. On Cloudflare Workers, give `waitUntil` here. */
  readonly refresh?: Omit<CacheOptions, 'name' | 'now' | 'onEvent'> | undefined
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly now?: (() => number) | undefined
  /** Told what became of each link, and of each refresh. */
  readonly onEvent?: OnEvent | undefined
}

const NAMES = ['env', 'fetch', 'lenient', 'refresh', 'now', 'onEvent']

/** The links of the default chain, in the order in which they are asked. This list is the chain. */
export function defaultLinks(options: DefaultChainOptions): readonly CredentialProvider[] {
  checkOptions(options, NAMES)
  const { env, fetch, now, onEvent } = options
  const refresh = { ...options.refresh, now, onEvent }
  return [
    // ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET, ALIBABA_CLOUD_SECURITY_TOKEN
    fromEnv({ env }),
    // ALIBABA_CLOUD_CREDENTIALS_URI
    fromCredentialsUri({ env, fetch, refresh }),
  ]
}
