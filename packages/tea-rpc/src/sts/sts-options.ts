import { type CacheOptions, checkNames, type FetchLike, readMilliseconds, takeOptions } from '@x/credentials-core'
import type { ConnectionOptions } from '@x/tea-rpc'
import { checkRoute } from '#check-route'
import { checkStsEndpoint, type StsEndpointOptions } from './sts-endpoint.ts'

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

/** The time limits of requests to STS. */
export interface StsLimits {
  /** Milliseconds for one answer. */
  readonly readTimeout: number
  /** Milliseconds for all attempts together. */
  readonly deadline: number
  /** Milliseconds to connect, where the transport is told. */
  readonly connectTimeout: number | undefined
}

/**
 * Checks at once what the options of a provider alone decide, so that all else can load at its first request, and gives what was checked.
 *
 * @param own - Names of the provider's own options, by kind.
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` or `ERR_RUNTIME_UNSUPPORTED` for an option that is not known or cannot work.
 */
export function checkStsOptions<Options extends StsOptions>(
  options: Options,
  own: { readonly any: string; readonly string?: string; readonly function?: string },
): Options {
  const names = {
    any: `${own.any} stsEndpoint stsRegionId enableVpc timeout connectTimeout`,
    string: ['httpsProxy noProxy ca', own.string].join(' ').trim(),
    function: ['fetch now nonce', own.function].join(' ').trim(),
    object: 'env refresh',
  }
  checkNames(options, names)
  readStsLimits(options)
  return takeOptions(options, names)
}

/** The time limits, once all options of requests are found to work. */
export function readStsLimits(options: StsOptions): StsLimits {
  const { httpsProxy, noProxy, ca, fetch } = options
  const readTimeout = readMilliseconds(options, 'timeout', 10_000)
  const deadline = readTimeout + readMilliseconds(options, 'connectTimeout', 5000)
  // A fetch connects in its own way; then this is a part of the deadline only.
  const connectTimeout = (!fetch && options.connectTimeout) || undefined
  checkStsEndpoint(options)
  checkRoute({ httpsProxy, noProxy, ca, connectTimeout, fetch })
  return { readTimeout, deadline, connectTimeout }
}
