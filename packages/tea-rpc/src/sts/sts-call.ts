import { type CacheOptions, type FetchLike, readMilliseconds, userAgent } from '@x/credentials-core'
import type { ConnectionOptions } from '@x/tea-rpc'
import { createTransport } from '@x/tea-rpc/transport'
import { loadPart } from '../load-part.ts'
import type { StsCaller, StsClient, StsRequest } from './sts-client.ts'
import { createStsEndpoint, type StsEndpointOptions } from './sts-endpoint.ts'

/** How STS is reached. The same for all providers that ask it. */
export interface StsOptions extends StsEndpointOptions, Pick<ConnectionOptions, 'httpsProxy' | 'noProxy' | 'ca'> {
  /** Milliseconds to wait for one answer. Default 10000; 0 means the default. */
  readonly timeout?: number | undefined
  /** Milliseconds to connect; the two together bound all attempts of a refresh. Default 5000; 0 means the default. */
  readonly connectTimeout?: number | undefined
  /** Sends the requests. Default: the transport of `@x/tea-rpc`, which knows proxies. */
  readonly fetch?: FetchLike | undefined
  /** The time in milliseconds since 1970. Default: that of `refresh`, else `Date.now`. */
  readonly now?: (() => number) | undefined
  /** A text that is never used twice. Default: 128 random bits. */
  readonly nonce?: (() => string) | undefined
  /** Settings of the cache, `onEvent` among them. */
  readonly refresh?: CacheOptions | undefined
}

/** The names of `StsOptions`. */
export const STS_OPTIONS: readonly (keyof StsOptions)[] = [
  'stsEndpoint',
  'stsRegionId',
  'enableVpc',
  'env',
  'timeout',
  'connectTimeout',
  'httpsProxy',
  'noProxy',
  'ca',
  'fetch',
  'now',
  'nonce',
  'refresh',
]

/** The answer to a request. */
export interface StsAnswer {
  readonly action: string
  readonly host: string
  readonly body: unknown
  /** Milliseconds it took. */
  readonly ms: number
}

const BODY_LIMIT = 256 * 1024

/**
 * Makes the function that asks STS, with the limits of credentials.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` or `ERR_RUNTIME_UNSUPPORTED` at once for an option that cannot work.
 */
export function createStsCall(options: StsOptions, caller: StsCaller): (request: StsRequest) => Promise<StsAnswer> {
  const { fetch, httpsProxy, noProxy, ca, env, nonce, refresh } = options
  const readTimeout = readMilliseconds(options, 'timeout', 10_000)
  const deadline = readTimeout + readMilliseconds(options, 'connectTimeout', 5000)
  const now = options.now ?? refresh?.now ?? Date.now
  const findOrigin = createStsEndpoint(options, caller.provider, caller.central)
  // A fetch connects in its own way; then this is a part of the deadline only.
  const connectTimeout = (!fetch && options.connectTimeout) || undefined
  const transport = createTransport({ readTimeout, connectTimeout, maxResponseBytes: BODY_LIMIT, httpsProxy, noProxy, ca, env, fetch })
  let client: StsClient | undefined

  return async (request) => {
    const endpoint = findOrigin()
    if (!client) {
      const { createStsClient } = await loadPart(() => import('./sts-client.ts'))
      client = createStsClient({ transport, caller, userAgent: userAgent(), readTimeout, now, nonce })
    }
    const begun = now()
    const body = await client(request, endpoint, deadline)
    return { action: request.action, host: new URL(endpoint).host, body, ms: now() - begun }
  }
}
