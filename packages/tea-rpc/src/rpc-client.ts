import type { FetchLike } from '@x/credentials-core'
import type { RuntimeOptions } from './config.ts'
import type { RpcOperation } from './rpc-operation.ts'

/** A request to any product, typed package or not. */
export interface RpcRequest {
  readonly action: string
  readonly version: string
  readonly method?: string | undefined
  /** Path of a `ROA` request, already percent-encoded. Default `/`. */
  readonly pathname?: string | undefined
  readonly style?: 'RPC' | 'ROA' | undefined
  readonly authType?: 'AK' | 'Anonymous' | undefined
  /** Parameters of the query; nested objects and lists are flattened. */
  readonly query?: object | undefined
  readonly body?: unknown
  /** How `body` is sent. Default `form`. */
  readonly bodyType?: 'form' | 'json' | 'bytes' | 'stream' | undefined
  /** How the answer is read. Default `json`. */
  readonly responseType?: 'json' | 'text' | 'bytes' | 'stream' | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** The product's code in host names; not needed with an `endpoint`. */
  readonly product?: string | undefined
  /** Whether hosts of the product name the region. Default: what is known of the product, else `regional`. */
  readonly endpointRule?: 'regional' | 'central' | undefined
  /** Hosts of regions that follow no rule. */
  readonly endpointMap?: Readonly<Record<string, string>> | undefined
  /** Host to call instead of the client's own. */
  readonly endpoint?: string | undefined
}

/** The answer to an untyped request. */
export interface RpcResponse {
  readonly statusCode: number
  readonly headers: { get(name: string): string | null }
  readonly body: unknown
}

/** Sends signed requests. Made by `createRpcClient`. */
export interface RpcClient {
  /** Calls a typed operation; the response has camelCase names. */
  call<Q extends object, S extends object>(operation: RpcOperation, request: Q, runtime?: RuntimeOptions): Promise<S>
  /** Calls any operation of any product; nothing is renamed. */
  request(request: RpcRequest, runtime?: RuntimeOptions): Promise<RpcResponse>
  /** The transport with the client's connection settings, as uploads use it. */
  transport(runtime?: RuntimeOptions): FetchLike
  /** The settings that packages on top of this one read; holds no secret. */
  readonly settings: {
    readonly regionId: string | undefined
    readonly endpoint: string | undefined
    readonly endpointType: string | undefined
    readonly openPlatformEndpoint: string | undefined
    readonly now: () => number
    readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  }
  /** Closes the connections; later calls reject with `ERR_CLOSED`. */
  close(): Promise<void>
}
