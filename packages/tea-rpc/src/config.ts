import type { CredentialLike, FetchLike } from '@x/credentials-core'
import type { OnRpcEvent } from './events.ts'
import type { Signer } from './signers.ts'

/** What travels with every request beside the operation's own parameters. */
export interface ExtraParameters {
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly queries?: Readonly<Record<string, string>> | undefined
}

/** How the connection is made; each member can be set for the client and again for one call. */
export interface ConnectionOptions {
  /** Milliseconds an attempt may wait for the answer and for each part of it. Default 10000; 0 means the default. */
  readonly readTimeout?: number | undefined
  /** Milliseconds to connect. Default 5000; 0 means the default. Node only. */
  readonly connectTimeout?: number | undefined
  /** Proxy for `http:` addresses, such as `http://user:pass@proxy:3128`. Node only. */
  readonly httpProxy?: string | undefined
  /** Proxy for `https:` addresses. Node only. */
  readonly httpsProxy?: string | undefined
  /** Hosts that need no proxy, separated by commas. Node only. */
  readonly noProxy?: string | undefined
  /** Connections to one host at a time. Default: no limit; 0 means the default. Node only. */
  readonly maxIdleConns?: number | undefined
  /** Client key, PEM. Node only. */
  readonly key?: string | undefined
  /** Client certificate, PEM. Node only. */
  readonly cert?: string | undefined
  /** Certificate authorities to trust, PEM. Node only. */
  readonly ca?: string | undefined
  /** SOCKS5 proxy such as `socks5://user:pass@proxy:1080`; stands before the other proxies. Names are looked up by the proxy. Node only. */
  readonly socks5Proxy?: string | undefined
  /** `TCP`, in any case. Node only. */
  readonly socks5NetWork?: string | undefined
}

/** Settings of a client. */
export interface Config extends ConnectionOptions {
  /** AccessKey id. Used with `accessKeySecret`, before `credential`. */
  readonly accessKeyId?: string | undefined
  readonly accessKeySecret?: string | undefined
  /** STS token that belongs to the AccessKey pair. */
  readonly securityToken?: string | undefined
  readonly bearerToken?: string | undefined
  /** Signs in place of a secret, with `accessKeyId` as the id of its key: an RSA key pair, say. Version 1 only. */
  readonly signer?: Signer | undefined
  /** A provider, any async function that gives credentials, or an object with `getCredential()`. */
  readonly credential?: CredentialLike | undefined
  /** Host of the service, `host[:port]` or a URL without path; `http://` only for loopback. Default: by product and region. */
  readonly endpoint?: string | undefined
  readonly regionId?: string | undefined
  /** Part of the host name, such as `vpc`. */
  readonly network?: string | undefined
  /** Part of the host name. */
  readonly suffix?: string | undefined
  /** `HTTPS` (default) or `HTTP`, in any case. `HTTP` is refused except for loopback. */
  readonly protocol?: string | undefined
  /** Default method of requests that name none. */
  readonly method?: string | undefined
  /** Name and version of the calling program, appended to our own. */
  readonly userAgent?: string | undefined
  /** `internal` or `accelerate`: which host receives uploads. */
  readonly endpointType?: string | undefined
  /** Host that permits uploads. Default `openplatform.aliyuncs.com`. */
  readonly openPlatformEndpoint?: string | undefined
  /** `acs3` (default; ACS3-HMAC-SHA256) or `v1` (HMAC-SHA1; the default in browsers). */
  readonly signatureVersion?: 'acs3' | 'v1' | undefined
  /** The official clients' name for the same choice: `v2` is `v1`, `ACS3-HMAC-SHA256` is `acs3`. */
  readonly signatureAlgorithm?: string | undefined
  /** What integers beyond 2^53 in answers become: their digits as text (default) or a `bigint`. */
  readonly bigints?: 'text' | 'bigint' | undefined
  readonly globalParameters?: ExtraParameters | undefined
  /** Sent as the parameter `SourceIp` of each request. */
  readonly sourceIp?: string | undefined
  /** Sent as the parameter `SecureTransport` of each request. */
  readonly secureTransport?: string | undefined
  /** Accepted and overwritten by the official clients; not used. */
  readonly type?: string | undefined
  /** HTTP/1.1 is what is spoken, so `false` is refused. Node only. */
  readonly disableHttp2?: boolean | undefined
  /** Lowest TLS version, such as `TLSv1.2`. Node only. */
  readonly tlsMinVersion?: string | undefined
  /** Sends requests instead of the transport of the platform. */
  readonly fetch?: FetchLike | undefined
  /** The time in milliseconds since 1970. Default `Date.now`. */
  readonly now?: (() => number) | undefined
  /** A text that is never used twice. Default: 128 random bits. */
  readonly nonce?: (() => string) | undefined
  /** Told of attempts, retries, clocks that differ and credentials. On Node the diagnostics channels are told, too. */
  readonly onEvent?: OnRpcEvent | undefined
  /** Waits that many milliseconds, or rejects when the signal aborts. */
  readonly sleep?: ((ms: number, signal?: AbortSignal) => Promise<void>) | undefined
}

/** Settings of one call; they stand before those of the client. */
export interface RuntimeOptions extends ConnectionOptions {
  /** `false` sends the request once. Default true. */
  readonly autoretry?: boolean | undefined
  /** Requests to send at most, the first included. Default 3. */
  readonly maxAttempts?: number | undefined
  /** `no`, `fixed`, `random`, `exponential` or `exponential_random`. Default: exponential with full jitter. */
  readonly backoffPolicy?: string | undefined
  /** Milliseconds between attempts; used with `backoffPolicy`. */
  readonly backoffPeriod?: number | undefined
  /** Skips certificate checks, but for hosts of STS, where it is refused. Warns once. Node only. */
  readonly ignoreSSL?: boolean | undefined
  /** Keeps connections for later requests. Default true. Node only. */
  readonly keepAlive?: boolean | undefined
  /** Address of this machine to connect from. Node only. */
  readonly localAddr?: string | undefined
  readonly extendsParameters?: ExtraParameters | undefined
  /** Milliseconds for the call with all its attempts, and for reading a streamed answer. Default 60000; 0 means the default. */
  readonly deadline?: number | undefined
  readonly signal?: AbortSignal | undefined
}
