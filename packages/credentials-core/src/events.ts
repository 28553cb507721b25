import type { ChainLink } from './chain-error.ts'
import type { ErrorCode } from './errors.ts'

/** What `onEvent` is told. Plain data without secrets, so it can be logged as it is. */
export type CredentialEvent = RefreshedEvent | RefreshFailedEvent | StaleEvent | FallbackEvent | ChainEvent | WarningEvent

/** A source gave credentials. */
export interface RefreshedEvent {
  readonly type: 'refreshed'
  readonly provider: string
  /** Their end of validity, where they have one. */
  readonly expiration: Date | undefined
}

/** A source failed. While the credentials at hand are valid, they go on being served. */
export interface RefreshFailedEvent {
  readonly type: 'refresh-failed'
  readonly provider: string
  readonly code: ErrorCode
  readonly message: string
  /** Milliseconds before the source is asked again. */
  readonly retryAfterMs: number
}

/** Expired credentials are handed out, because `maxStale` allows it. Told at most once a minute. */
export interface StaleEvent {
  readonly type: 'stale'
  readonly provider: string
  /** Milliseconds since they expired. */
  readonly expiredForMs: number
}

/** A source refused its protected mode, so it is asked in the plain one. */
export interface FallbackEvent {
  readonly type: 'fallback'
  readonly provider: string
  /** The operation that was refused, such as `GetToken`. */
  readonly action: string
  /** The HTTP status it was refused with. */
  readonly status: number
}

/** A chain has asked its links. */
export interface ChainEvent {
  readonly type: 'chain'
  /** The links that were asked, in order; the last one is `selected` when the chain succeeded. */
  readonly links: readonly ChainLink[]
}

/** Something works but should be put right, such as a file that others may read, or a renewed login that could not be saved. Told once each. */
export interface WarningEvent {
  /** Tells it from the other events. */
  readonly type: 'warning'
  /** Who warns. */
  readonly provider: string
  /** Names the kind of warning, such as `OPEN_PERMISSIONS` or `NOT_SAVED`. */
  readonly code: string
  /** What is wrong and what to do about it. */
  readonly message: string
}

/** Is told what happens. What it throws, or its promise is rejected with, is ignored. */
export type OnEvent = (event: CredentialEvent) => void

/** Tells a listener; what it throws, or its promise is rejected with, is its own affair (R64). */
export function emit<E = CredentialEvent>(onEvent: ((event: E) => void) | undefined, event: E): void {
  try {
    // An async function is a listener as well, and gives a promise whatever the type says.
    const told: unknown = onEvent?.(event)
    if (told) Promise.resolve(told).catch(() => {})
  } catch {}
}
