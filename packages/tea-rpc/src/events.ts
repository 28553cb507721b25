/**
 * What a client tells `onEvent`, and on Node the channel `x:rpc:…` or `x:credentials:…` of the same name.
 * Plain data without secrets, so it can be logged as it is. Times are of the client's own clock.
 */
export type RpcEvent = AttemptEvent | RetryEvent | SkewEvent | ResolveEvent | RefreshEvent | StaleCredentialsEvent

/** Is told what happens during calls. What it throws is ignored. */
export type OnRpcEvent = (event: RpcEvent) => void

/** What the events of a call share. */
interface OfCall {
  readonly action: string
  /** API version, such as `2019-12-30`. */
  readonly version: string
  /** Host and port, without scheme, path and query. */
  readonly host: string
}

/** A request has got its answer, or none. */
export interface AttemptEvent extends OfCall {
  readonly type: 'attempt'
  /** Counts the requests of a call from 1. */
  readonly attempt: number
  /** Milliseconds since 1970. */
  readonly startedAt: number
  /** How long it took, in milliseconds. */
  readonly ms: number
  /** HTTP status, when an answer came. */
  readonly status: number | undefined
  /** Why it failed: the service's code, else ours, `ABORTED` when the caller ended it. `undefined` for a success. */
  readonly code: string | undefined
  readonly requestId: string | undefined
}

/** A call is about to be tried again. */
export interface RetryEvent extends OfCall {
  readonly type: 'retry'
  /** The request that failed, counted from 1. */
  readonly attempt: number
  /** The service's code, or ours. */
  readonly code: string
  /** What the next attempt is owed to: a passing fault, a clock that was mended, or keys that were renewed. */
  readonly reason: 'transient' | 'clock' | 'rejected-key'
  /** Milliseconds until then. */
  readonly delayMs: number
}

/** The service's clock and the one here were found to differ. */
export interface SkewEvent extends OfCall {
  readonly type: 'skew'
  /** Milliseconds that the next attempt adds to the local time; if it succeeds, so do all later calls to this host. */
  readonly offsetMs: number
}

/** The provider was asked for credentials. */
export interface ResolveEvent {
  readonly type: 'resolve'
  /** The provider's name, such as `ram_role_arn/static_ak`. */
  readonly provider: string
  readonly startedAt: number
  readonly ms: number
  readonly expiration: Date | undefined
  /** Why it failed, `ABORTED` when the caller ended it. `undefined` for a success. */
  readonly code: string | undefined
}

/** The provider gave other credentials than the last time. */
export interface RefreshEvent {
  readonly type: 'refresh'
  readonly provider: string
  readonly expiration: Date | undefined
}

/** The provider gave credentials whose time is over. */
export interface StaleCredentialsEvent {
  readonly type: 'stale'
  readonly provider: string
  readonly expiredForMs: number
}
