import type { FetchInit, FetchLike, FetchLikeResponse } from '@x/credentials-core'
import type { ConnectionOptions } from './config.ts'

/** Settings of a transport: those of a connection, and what belongs to a client as a whole. */
export interface TransportOptions extends ConnectionOptions {
  /** Skips certificate checks. Node only. */
  readonly ignoreSSL?: boolean | undefined
  /** Lowest TLS version, such as `TLSv1.2`. Node only. */
  readonly tlsMinVersion?: string | undefined
  /** HTTP/1.1 is what is spoken, so `false` is refused. Node only. */
  readonly disableHttp2?: boolean | undefined
  /** Keeps connections for later requests. Default true. Node only. */
  readonly keepAlive?: boolean | undefined
  /** Address of this machine to connect from. Node only. */
  readonly localAddr?: string | undefined
  /** Bytes an answer may have, counted after decompression. Default 33554432. */
  readonly maxResponseBytes?: number | undefined
  /** Sends instead of the platform; the limits still hold. */
  readonly fetch?: FetchLike | undefined
  /** Where the proxy variables are read. Default: the environment of the process. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
}

/** `FetchInit`, and the time limit of one request in the place of the transport's own. */
export interface TransportInit extends FetchInit {
  readTimeout?: number | undefined
  /** Told once the answer has come whole, has failed or is wanted no more. Node only. */
  onSettled?: (() => void) | undefined
}

/** A `FetchLike` with limits, which can be closed. It never follows a redirect. */
export interface Transport extends FetchLike {
  (url: string, init?: TransportInit): Promise<FetchLikeResponse>
  /** Closes the connections; later calls reject with `ERR_CLOSED`. */
  close(): Promise<void>
}

export const READ_TIMEOUT = 10_000
export const MAX_RESPONSE_BYTES = 33_554_432
