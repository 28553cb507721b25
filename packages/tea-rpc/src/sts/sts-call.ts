import {
  type AlibabaCloudError,
  type CacheOptions,
  CredentialsError,
  type FetchLike,
  isAlibabaCloudError,
  readMilliseconds,
  TransportError,
  userAgent,
} from '@x/credentials-core'
// By the public names: this is a bundle of its own, and the classes must be those that users know.
import { type Config, type ConnectionOptions, createRpcClient, RpcError } from '@x/tea-rpc'
import { createTransport } from '@x/tea-rpc/transport'
import { createStsEndpoint, type StsEndpointOptions } from './sts-endpoint.ts'
import { signatureHint, tidyRefusals } from './tidy-refusals.ts'

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

/** What differs between the providers that ask STS. */
interface StsCaller {
  readonly provider: string
  /** The host when nothing else is said. */
  readonly central: string
  /** Who signs; nobody signs an anonymous request. */
  readonly identity: Pick<Config, 'credential' | 'accessKeyId' | 'signer'>
  /** Codes, by how they begin, that are decisions of STS, and what to do about each. The first that fits counts. */
  readonly denials: readonly (readonly [prefix: string, hint: string])[]
}

/** One request. */
interface StsRequest {
  readonly action: string
  readonly parameters: Readonly<Record<string, string | number | undefined>>
  readonly anonymous?: boolean | undefined
  readonly signal?: AbortSignal | undefined
  /** A sentence for the error of a denial. */
  readonly note?: string | undefined
}

/** The answer to it. */
export interface StsAnswer {
  readonly action: string
  readonly host: string
  readonly body: unknown
  /** Milliseconds it took. */
  readonly ms: number
}

/** STS has decided that it gives no credentials. The `cause` is its `RpcError`. */
export interface StsDeniedError extends CredentialsError {
  /** Such as `NoPermission`. */
  readonly serviceCode: string
  readonly statusCode: number
  readonly requestId: string | undefined
}

const BODY_LIMIT = 256 * 1024

/**
 * Makes the function that asks STS. Signing, retries, the clock's offset and the transport are those of every RPC call; here they get the
 * limits of credentials, and errors that say what to do.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` or `ERR_RUNTIME_UNSUPPORTED` at once for an option that cannot work.
 */
export function createStsCall(options: StsOptions, caller: StsCaller): (request: StsRequest) => Promise<StsAnswer> {
  const { fetch, httpsProxy, noProxy, ca, env, nonce, refresh } = options
  const timeout = readMilliseconds(options, 'timeout', 10_000)
  const deadline = timeout + readMilliseconds(options, 'connectTimeout', 5000)
  const now = options.now ?? refresh?.now ?? Date.now
  const findOrigin = createStsEndpoint(options, caller.provider, caller.central)
  const transport = createTransport({
    readTimeout: timeout,
    // A fetch connects in its own way; then this is a part of the deadline only.
    connectTimeout: (!fetch && options.connectTimeout) || undefined,
    maxResponseBytes: BODY_LIMIT,
    httpsProxy,
    noProxy,
    ca,
    env,
    fetch,
  })
  const client = createRpcClient({
    ...caller.identity,
    signatureVersion: 'v1',
    userAgent: userAgent(),
    fetch: tidyRefusals(transport),
    readTimeout: timeout,
    now,
    nonce,
  })

  return async ({ action, parameters, anonymous, signal, note }) => {
    const endpoint = findOrigin()
    const { host } = new URL(endpoint)
    const begun = now()
    try {
      const { body } = await client.request(
        {
          action,
          version: '2015-04-01',
          endpoint,
          authType: anonymous ? 'Anonymous' : 'AK',
          body: { ...parameters, Format: 'JSON' },
        },
        { signal, deadline },
      )
      return { action, host, body, ms: now() - begun }
    } catch (error) {
      throw isAlibabaCloudError(error) && !signal?.aborted ? explain(error, host, caller, note) : error
    }
  }
}

/** The error, with hints that fit these providers. */
function explain(error: AlibabaCloudError, host: string, { provider, denials }: StsCaller, note?: string): AlibabaCloudError {
  const { attempts, hint } = error
  const message = hint ? error.message.replace(hint, '').trim() : error.message
  if (isRpcError(error)) {
    const { serviceCode, statusCode, requestId, serviceMessage, retryAfterMs, retryable } = error
    const denial = denials.find(([prefix]) => serviceCode.startsWith(prefix))
    if (denial) {
      const text = note ? `${message} ${note}` : message
      const details = { code: 'ERR_CREDENTIALS_DENIED', provider, hint: denial[1], attempts, cause: error } as const
      return Object.assign(new CredentialsError(text, details), { serviceCode, statusCode, requestId })
    }
    const check = signatureHint(serviceMessage)
    const facts = { code: 'ERR_SERVICE', serviceCode, statusCode, requestId, serviceMessage, retryAfterMs, retryable, attempts } as const
    return check ? new RpcError(message, { ...facts, hint: check }) : error
  }
  if (error.code !== 'ERR_TIMEOUT' || 'provider' in error) return error
  return new TransportError(message, { code: 'ERR_TIMEOUT', host, retryable: true, attempts, hint: 'Check the network, or raise timeout.' })
}

/** By shape: it may be of another copy of the package. */
function isRpcError(error: AlibabaCloudError): error is RpcError {
  return 'serviceCode' in error
}
