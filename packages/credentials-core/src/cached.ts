import { checkCacheOptions } from './check-cache-options.ts'
import { checkNames } from './check-names.ts'
import { createCredentials } from './create-credentials.ts'
import type { Credentials, PlainCredentials } from './credentials.ts'
import { defineProvider, isProvider } from './define-provider.ts'
import { invalidOption, isAlibabaCloudError } from './errors.ts'
import { emit, type OnEvent } from './events.ts'
import { cancelFlight, type Flight, hasIsolatedRequests, isJoinable, joinFlight, startFlight, trustFor } from './flight.ts'
import { keepAlive, markIdle } from './idle-work.ts'
import { isChecked } from './is-checked.ts'
import type { CredentialProvider, CredentialSource, ResolveOptions } from './provider.ts'
import { refreshWindows } from './refresh-windows.ts'
import { isFinal, type SourceFailure, sourceFailure, toSourceFailure } from './source-failure.ts'
import { afterTimeout, NEVER, type Timing } from './timing.ts'

/** Settings of `cached`. Durations are milliseconds. */
export interface CacheOptions extends Timing {
  /** The provider's name. Default: that of the source, else `custom`. */
  readonly name?: string | undefined
  /**
   * How long before the end a call starts a refresh in the background. Default: 5 min for lifetimes up to 20 min, 15 min below 90 min, else
   * 60 min; never over a third of the lifetime.
   */
  readonly refreshWindow?: number | undefined
  /** How long before the end calls wait for the refresh. Default 60000; never over a sixth of the lifetime. */
  readonly mandatoryWindow?: number | undefined
  /** When credentials without expiration are refreshed. Default 300000. */
  readonly assumedLifetime?: number | undefined
  /** How long expired credentials are handed out while the source is down. Default 0: never. */
  readonly maxStale?: number | undefined
  /** How long the source may take; then its signal aborts. Default 60000. */
  readonly timeout?: number | undefined
  /** Told of each refresh, failure and use of expired credentials. */
  readonly onEvent?: OnEvent | undefined
  /** Keeps a request alive for a refresh in the background. On Cloudflare Workers there is no such refresh without it. */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined
  /** Whether promises of one request may never settle in another. Default: true on Cloudflare Workers. */
  readonly isolatedRequests?: boolean | undefined
  /** Numbers from 0 to 1 that spread the pauses. Default `Math.random`. */
  readonly random?: (() => number) | undefined
}

/** While a value is valid, callers wait for a refresh until it has run so long. */
const PATIENCE = 1000
/** After the end of validity callers wait so long. */
const LAST_CHANCE = 5000
/** A source that gave the same as before, such as the metadata service before it rotates, is left alone so long. */
const MINUTE = 60_000

/**
 * Gives a source memory. All calls share one request to it; valid credentials are handed out without waiting and refreshed in good time. A
 * source that is down is asked again only after a pause, and while its credentials are valid they go on being served.
 *
 * A provider of these packages is returned as it is: it has all this already.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` at once for settings that cannot be used.
 * @throws CredentialsError at a call: `ERR_CREDENTIALS_EXPIRED` when credentials have expired and the source gives no new ones;
 * `ERR_CREDENTIALS_INVALID` when it threw something of its own or gave something unusable; `ERR_TIMEOUT`; else the source's typed error.
 * @example const provider = cached(async () => ({ accessKeyId, accessKeySecret, expiration }), { name: 'vault' })
 */
export function cached(source: CredentialSource, options: CacheOptions = {}): CredentialProvider {
  checkCacheOptions(options)
  if (isProvider(source)) return source
  const { now = Date.now, monotonic = options.now ?? (() => performance.now()), after = afterTimeout, random = Math.random } = options
  const { isolatedRequests = hasIsolatedRequests(), waitUntil, onEvent, timeout = 60_000, maxStale = 0 } = options
  const { providerName = 'custom' } = source as CredentialProvider
  checkNames({ providerName }, { string: 'providerName' })
  const name = options.name ?? providerName
  const trust = trustFor(isolatedRequests)

  /** How far our time is ahead of the monotonic clock. */
  let lead = -NEVER
  /** How far it was when the value at hand was taken. */
  let leadTaken = -NEVER
  /** The wall clock as last seen, and our time then. */
  let wall = Number.NaN
  let current = 0
  /** What is at hand. From `soft` it is refreshed in the background, from `hard` callers wait for that, at `end` it expires. */
  let value: Credentials | undefined
  let soft = -NEVER
  let hard = -NEVER
  let end = -NEVER
  let flight: Flight<void> | undefined
  /** The last flight that began in the background: it keeps no process alive. */
  let quiet: Flight<void> | undefined
  /** The source is not asked before this time, because of `failure` or, without one, because it gave the same as before. */
  let pausedUntil = -NEVER
  let failure: SourceFailure | undefined
  /** The key id that a service rejected last. */
  let rejected: string | undefined
  /** Counts the values taken, so that a flight which was overtaken changes nothing. */
  let taken = 0
  let staleToldAt = -NEVER

  /**
   * The wall clock, but at least at the pace of the monotonic one, so that setting it back makes nothing live longer. When the monotonic
   * clock stands still while the machine sleeps, the wall clock leads (R65).
   */
  function time(): number {
    const seen = now()
    // One reading of two clocks a millisecond is enough: this is most of what a warm call costs.
    if (seen !== wall) {
      const elapsed = monotonic()
      lead = Math.max(lead, seen - elapsed)
      current = lead + elapsed
      wall = seen
    }
    return current
  }

  const peek = (): Credentials | undefined => {
    const at = time()
    return at < soft || (at < pausedUntil && at < end) ? value : undefined
  }
  const isUsable = (at: number): boolean => at < end + maxStale

  async function resolve({ signal, rejectedKeyId }: ResolveOptions): Promise<Credentials> {
    if (rejectedKeyId !== undefined && rejectedKeyId === value?.accessKeyId) reject(rejectedKeyId)
    for (;;) {
      const at = time()
      // Nothing would ever be due.
      if (!Number.isFinite(at)) throw invalidOption('now', 'or monotonic gives no number', 'Let both give milliseconds.')
      const usable = isUsable(at)
      if (at < pausedUntil || at < soft) return serve(at)

      const background = at < hard
      // What begins in the background of an isolated request would be cut off with it.
      if (background && isolatedRequests && !waitUntil) return serve(at)
      let patience = trust
      // A flight that has outlived its time-out was frozen with the process, and its connection is dead (R72).
      if (!isJoinable(flight, at, Math.min(trust, timeout))) {
        flight = start(at, background)
        patience = NEVER
      }
      if (background) return serve(at)

      const joined = flight
      const limit = usable ? joined.startedAt + PATIENCE : value ? Math.max(joined.startedAt, end + maxStale) + LAST_CHANCE : NEVER
      if (at >= limit) return serve(at)
      const release = joined === quiet ? keepAlive() : undefined
      await joinFlight(joined, Math.min(limit - at, patience), signal, after).finally(release)
      // "Not configured" is the one failure without a pause: the next call asks again.
      if (joined.settled && !value && failure?.skippable) throw failure
      const later = time()
      // A value that was rejected meanwhile sets no limit any more: there is nothing to say about it but that a new one is on its way.
      if (value && !joined.settled && later >= limit && isUsable(later) === usable) return serve(later)
    }
  }

  /** The answer without waiting: what is at hand, if that may still be used, else why there is nothing. */
  function serve(at: number): Credentials {
    if (!value) throw failure
    if (!isUsable(at)) {
      const why = failure ? `: ${failure.message}` : ''
      const problem = `gave nothing new since its credentials expired at ${new Date(end).toISOString()}${why}`
      throw sourceFailure(name, 'ERR_CREDENTIALS_EXPIRED', problem, { cause: failure, attempts: failure?.attempts })
    }
    if (at >= end && at >= staleToldAt + MINUTE) {
      staleToldAt = at
      emit(onEvent, { type: 'stale', provider: name, expiredForMs: at - end })
    }
    return value
  }

  /** Begins the one request to the source. */
  function start(at: number, background: boolean): Flight<void> {
    const before = taken
    const begun = startFlight(async (signal) => {
      if (background) markIdle(signal)
      const answer = await source({ signal, rejectedKeyId: rejected })
      if (taken === before) take(answer)
    }, at)
    const stopTimer = after(timeout, () => cancelFlight(begun, sourceFailure(name, 'ERR_TIMEOUT', `took more than ${timeout} ms`)))
    const outcome = begun.result.catch((error) => {
      // When nobody waits any more, the source was told to stop: that says nothing about it.
      if (begun.waiting > 0 && taken === before) fail(toSourceFailure(error, name))
    })
    outcome.then(stopTimer)
    if (background) {
      quiet = begun
      begun.waiting++
    }
    // What it throws is its own affair.
    emit(waitUntil, outcome)
    return begun
  }

  function take(answer: Credentials | PlainCredentials): void {
    const given = check(answer)
    const givenEnd = given.expiration?.getTime() ?? NEVER
    const sameEnd = givenEnd === end && end < NEVER
    // Each new session takes the wall clock for right again, as its expiration does. The same one lives no longer for being given again (R65).
    const elapsed = monotonic()
    const ahead = Math.max(now() - elapsed, sameEnd ? leadTaken : -NEVER)
    const at = ahead + elapsed
    if (givenEnd <= at) throw sourceFailure(name, 'ERR_CREDENTIALS_EXPIRED', 'gave credentials that have expired; check the clock')
    lead = leadTaken = ahead
    wall = Number.NaN
    staleToldAt = Math.min(staleToldAt, at)
    // The same session keeps its windows, however late in its life it was given again.
    if (!sameEnd) {
      const lifetime = givenEnd < NEVER ? givenEnd - at : (options.assumedLifetime ?? 300_000)
      const { advisory, mandatory } = refreshWindows(lifetime, options.refreshWindow, options.mandatoryWindow)
      soft = at + lifetime - advisory
      hard = at + lifetime - mandatory
    }
    value = given
    end = givenEnd
    failure = undefined
    pausedUntil = sameEnd || (rejected !== undefined && rejected === given.accessKeyId) ? pause(at, MINUTE) : -NEVER
    taken++
    emit(onEvent, { type: 'refreshed', provider: name, expiration: given.expiration })
  }

  function check(answer: Credentials | PlainCredentials): Credentials {
    if (isChecked(answer)) return answer
    try {
      return createCredentials(answer, name)
    } catch (error) {
      // What a getter throws may say anything.
      if (!isAlibabaCloudError(error)) throw error
      const { message, field } = error
      throw sourceFailure(name, 'ERR_CREDENTIALS_INVALID', `gave unusable credentials: ${message}`, { field })
    }
  }

  function fail(error: SourceFailure): void {
    const at = time()
    // Keys without an end would be served for ever by a source that is not configured any more.
    if (isFinal(error) || (error.skippable && !(end < NEVER && isUsable(at)))) forget()
    failure = error
    if (error.skippable && !value) return
    // Whatever a random of the caller's gives: without a pause, callers would go round.
    const luck = Math.min(Math.max(random(), 0), 1) || 0
    pausedUntil = pause(at, at < hard ? 300_000 + luck * 300_000 : 1000 + luck * 2000)
    emit(onEvent, { type: 'refresh-failed', provider: name, code: error.code, message: error.message, retryAfterMs: pausedUntil - at })
  }

  /** The end of a pause. It lasts no longer than until callers begin to wait, or until they get nothing any more. */
  function pause(at: number, ms: number): number {
    return Math.min(at + ms, at < hard ? hard : at < end ? end : NEVER)
  }

  function reject(keyId: string): void {
    // The source gave the rejected key once more: to ask it again at every call would help nobody.
    if (keyId === rejected && !failure && time() < pausedUntil) return
    rejected = keyId
    forget()
  }

  function forget(): void {
    value = undefined
    soft = hard = end = pausedUntil = -NEVER
  }

  return defineProvider(name, peek, resolve)
}
