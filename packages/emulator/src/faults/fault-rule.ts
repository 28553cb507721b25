import type { ServiceName } from '../exchange.ts'

/** Which requests a rule is for. Every member that is given must fit; none given: all requests but preflights (`cors`). */
export interface FaultMatch {
  readonly service?: ServiceName | undefined
  /** The operation (`AssumeRole`), or `GetToken`, `GetRoleName`, `GetCredentials`, `PostObject`, `GetObject`, `HeadObject`. */
  readonly action?: string | undefined
  /** The whole path, without query. */
  readonly path?: string | RegExp | undefined
}

/**
 * What goes wrong. Members can be combined, such as `{ latencyMs: 200, status: 503 }`.
 * `status`, `code`, `body` and `throttle` replace the service's answer: the call has no effect, but its nonce is used up.
 * The others change how the answer travels.
 */
export interface FaultEffect {
  /** Milliseconds of real time to wait before the answer. */
  readonly latencyMs?: number | undefined
  /** Accepts the request and never answers. */
  readonly hang?: boolean | undefined
  /** Resets the connection: before the first byte of the answer, or with `truncate` after so many bytes of its body. */
  readonly reset?: boolean | undefined
  /** HTTP status of the answer that replaces the real one. Default 400 with `code`, 200 with `body`. */
  readonly status?: number | undefined
  /** Code of an error in the form of the service. Default by `status`. */
  readonly code?: string | undefined
  readonly message?: string | undefined
  /** The whole body instead of an error in the form of the service. Its type is `text/html` unless `headers` say otherwise. */
  readonly body?: string | Uint8Array | undefined
  /** Headers set on the answer, real or not; `null` removes one. */
  readonly headers?: Readonly<Record<string, string | null>> | undefined
  /** Answers 429 `Throttling`; `retryAfterMs` goes into `x-acs-retry-after`. `code` and `status` may be given beside it. */
  readonly throttle?: { readonly retryAfterMs?: number | undefined } | undefined
  /** Credentials and permits that are issued have ended already; those that come are taken for ended. */
  readonly expired?: boolean | undefined
  /** Moves the emulator's clock for this request, in milliseconds: time stamp check, `Date` header, issued times. */
  readonly skewMs?: number | undefined
  /** Closes the connection after so many bytes of the body, although its length was announced. */
  readonly truncate?: number | undefined
  /** Fills the body up with blanks to so many bytes; `Infinity` never ends. */
  readonly oversize?: number | undefined
  /** Milliseconds of real time after each byte of the body. */
  readonly dripMs?: number | undefined
  /** Sends the body gzip-compressed; with `oversize` a small answer that unpacks to a large one. */
  readonly gzip?: boolean | undefined
}

/** One scripted fault. */
export interface FaultRule {
  readonly match?: FaultMatch | undefined
  /** So many matching requests pass unharmed first. Default 0. */
  readonly skip?: number | undefined
  /** How often the rule strikes. Default: until it is removed. */
  readonly times?: number | undefined
  readonly effect: FaultEffect
}
