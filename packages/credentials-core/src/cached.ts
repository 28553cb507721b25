import { createCredentials, isChecked } from './create-credentials.ts'
import type { Credentials, PlainCredentials } from './credentials.ts'
import { defineProvider, isProvider } from './define-provider.ts'
import { type CredentialEvent, emit } from './events.ts'
import { type Flight, hasIsolatedRequests, isJoinable, joinFlight, startFlight, TRUST } from './flight.ts'
import type { CredentialProvider, CredentialSource, ResolveOptions } from './provider.ts'
import { refreshWindows } from './refresh-windows.ts'
import { expired, expiredOnArrival, isFinal, type SourceFailure, timedOut, toSourceFailure, unusable } from './source-failure.ts'
import { createSteadyClock } from './steady-clock.ts'
import { afterTimeout, type Timing, waitFor } from './timing.ts'

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
  readonly onEvent?: ((event: CredentialEvent) => void) | undefined
  /** Keeps a request alive for a refresh in the background. On Cloudflare Workers there is no such refresh without it. */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined
  /** Whether promises of one request may never settle in another. Default: true on Cloudflare Workers. */
  readonly isolatedRequests?: boolean | undefined
  /** Numbers from 0 to 1 that spread the pauses. Default `Math.random`. */
  readonly random?: (() => number) | undefined
}

/** A value with the instants that matter: from `soft` it is refreshed in the background, from `hard` callers wait for that. */
interface Entry {
  readonly value: Credentials
  readonly soft: number
  readonly hard: number
  /** End of validity; infinite when the source named none. */
  readonly end: number
}

/** While a value is valid, callers wait for a refresh until it has run so long. */
const PATIENCE = 1000
/** After the end of validity callers wait so long. */
const LAST_CHANCE = 5000
/** A source that gave the same as before, such as the metadata service before it rotates, is left alone so long. */
const UNCHANGED_PAUSE = 60_000
const NEVER = Number.POSITIVE_INFINITY

/**
 * Gives a source memory. All calls share one request to it; valid credentials are handed out without waiting and refreshed in good time. A
 * source that is down is asked again only after a pause, and while its credentials are valid they go on being served.
 *
 * A provider of these packages is returned as it is: it has all this already.
 *
 * @throws CredentialsError `ERR_CREDENTIALS_EXPIRED` when credentials have expired and the source gives no new ones;
 * `ERR_CREDENTIALS_INVALID` when it threw something of its own or gave something unusable; `ERR_TIMEOUT`; else the source's typed error.
 * @example const provider = cached(async () => ({ accessKeyId, accessKeySecret, expiration }), { name: 'vault' })
 */
export function cached(source: CredentialSource, options: CacheOptions = {}): CredentialProvider {
  if (isProvider(source)) return source
  const { assumedLifetime = 300_000, maxStale = 0, timeout = 60_000, isolatedRequests = hasIsolatedRequests() } = options
  const { now = Date.now, monotonic = options.now ?? (() => performance.now()), after = afterTimeout, random = Math.random } = options
  const { onEvent, waitUntil } = options
  const name = options.name ?? (source as CredentialProvider).providerName ?? 'custom'
  const clock = createSteadyClock(now, monotonic)

  let entry: Entry | undefined
  let flight: Flight<SourceFailure | undefined> | undefined
  /** The source is not asked before this instant, because of `failure` or, without one, because it gave the same as before. */
  let pausedUntil = 0
  let failure: SourceFailure | undefined
  /** The key id that a service rejected last. */
  let rejectedKeyId: string | undefined
  /** Counts the values taken, so that a flight which was overtaken changes nothing. */
  let taken = 0
  let toldStaleAt = -NEVER

  const peek = (): Credentials | undefined => (entry !== undefined && clock.time() < entry.soft ? entry.value : undefined)

  async function resolve({ signal, rejectedKeyId: rejected }: ResolveOptions = {}): Promise<Credentials> {
    signal?.throwIfAborted()
    if (rejected !== undefined) drop(rejected)
    for (;;) {
      const time = clock.time()
      const known = entry
      const usable = known !== undefined && time < known.end + maxStale
      if (usable && time < known.soft) return known.value
      if (time < pausedUntil) return serve(usable, known, time)

      const mayWait = !usable || time >= known.hard
      // What begins in the background here would be cut off with the request.
      if (!mayWait && isolatedRequests && !waitUntil) return known.value
      let trust = isolatedRequests ? TRUST : NEVER
      if (!isJoinable(flight, time, isolatedRequests)) {
        flight = start(time, !mayWait)
        trust = NEVER
      }
      if (!mayWait) return known.value

      const from = usable || !known ? flight.startedAt : Math.max(flight.startedAt, known.end + maxStale)
      const left = from + (usable ? PATIENCE : known ? LAST_CHANCE : NEVER) - time
      if (left <= 0) return serve(usable, known, time)
      const failed = await joinFlight(flight, Math.min(left, trust), signal, after)
      // "Not configured" is the one failure without a pause: the next call asks again.
      if (failed?.skippable && entry === undefined) throw failed
    }
  }

  /** The answer without waiting: what is at hand, if that may still be used, else why there is nothing. */
  function serve(usable: boolean, known: Entry | undefined, time: number): Credentials {
    if (!known) throw failure
    if (!usable) throw expired(name, known.end, failure)
    if (time >= known.end && time >= toldStaleAt + 60_000) {
      toldStaleAt = time
      emit(onEvent, { type: 'stale', provider: name, expiredForMs: time - known.end })
    }
    return known.value
  }

  /** Begins the one request to the source. It never rejects; its result is the failure, if it failed. */
  function start(time: number, background: boolean): Flight<SourceFailure | undefined> {
    const before = taken
    const begun = startFlight(
      async (controller) => {
        const stopTimer = after(timeout, () => controller.abort(timedOut(name, timeout)), true)
        try {
          const answer = (async () => source({ signal: controller.signal, rejectedKeyId }))()
          const plain = await waitFor(answer, NEVER, controller.signal, after)
          if (taken === before) take(plain)
        } catch (error) {
          // Nobody waits any more: that the source was told to stop says nothing about it.
          if (begun.waiting === 0 || taken !== before) return undefined
          return fail(toSourceFailure(error, name))
        } finally {
          stopTimer()
        }
        return undefined
      },
      time,
      background,
    )
    try {
      waitUntil?.(begun.result)
    } catch {}
    return begun
  }

  function take(answer: Credentials | PlainCredentials | undefined): void {
    const value = check(answer)
    const time = clock.mark()
    const end = value.expiration?.getTime() ?? NEVER
    if (end <= time) throw expiredOnArrival(name)
    const sameEnd = entry?.end === end && end !== NEVER
    const changed = !sameEnd && (rejectedKeyId === undefined || value.accessKeyId !== rejectedKeyId)
    if (sameEnd && entry) {
      // The same session has the same windows, however late in its life it was asked for again.
      entry = { ...entry, value }
    } else {
      const lifetime = end === NEVER ? assumedLifetime : end - time
      const { advisory, mandatory } = refreshWindows(lifetime, options.refreshWindow, options.mandatoryWindow)
      entry = { value, soft: time + lifetime - advisory, hard: time + lifetime - mandatory, end }
    }
    taken++
    failure = undefined
    pausedUntil = changed ? 0 : pause(time, UNCHANGED_PAUSE)
    emit(onEvent, { type: 'refreshed', provider: name, expiration: value.expiration, changed })
  }

  function check(answer: Credentials | PlainCredentials | undefined): Credentials {
    if (isChecked(answer)) return answer
    try {
      return createCredentials(answer as PlainCredentials, name)
    } catch (error) {
      throw unusable(error, name)
    }
  }

  function fail(error: SourceFailure): SourceFailure {
    const time = clock.time()
    const usable = entry !== undefined && time < entry.end + maxStale
    if (isFinal(error) || (error.skippable && !usable)) entry = undefined
    failure = error
    const patient = entry !== undefined && time < entry.hard
    const ms = patient ? 300_000 + random() * 300_000 : 1000 + random() * 2000
    pausedUntil = error.skippable && !entry ? 0 : pause(time, ms)
    emit(onEvent, {
      type: 'refresh-failed',
      provider: name,
      code: error.code,
      message: error.message,
      served: usable && entry !== undefined,
      retryAfterMs: Math.max(0, pausedUntil - time),
    })
    return error
  }

  /** The end of a pause. It lasts no longer than until callers begin to wait, or until they get nothing any more. */
  function pause(time: number, ms: number): number {
    const next = !entry ? NEVER : time < entry.hard ? entry.hard : time < entry.end ? entry.end : NEVER
    return Math.min(time + ms, next)
  }

  function drop(keyId: string): void {
    if (entry?.value.accessKeyId !== keyId) return
    // The source gave the rejected key once more: asking it again at every call would help nobody.
    if (keyId === rejectedKeyId && !failure && clock.time() < pausedUntil) return
    rejectedKeyId = keyId
    entry = undefined
    pausedUntil = 0
  }

  return defineProvider(name, peek, resolve)
}
