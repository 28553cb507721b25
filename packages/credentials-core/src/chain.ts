import { ChainError, type ChainLink } from './chain-error.ts'
import { checkCacheOptions } from './check-cache-options.ts'
import { checkKind } from './check-names.ts'
import type { Credentials } from './credentials.ts'
import { defineProvider, peekCredentials } from './define-provider.ts'
import { emit, type OnEvent } from './events.ts'
import { type Flight, hasIsolatedRequests, isJoinable, joinFlight, startFlight, trustFor } from './flight.ts'
import { noCycle } from './no-cycle.ts'
import type { CredentialLike, CredentialProvider, ResolveOptions } from './provider.ts'
import { type SourceFailure, toSourceFailure } from './source-failure.ts'
import { afterTimeout, NEVER, type Timing } from './timing.ts'
import { toProvider } from './to-provider.ts'

/** Settings of `createChain`. */
export interface ChainOptions extends Timing {
  /** The provider's name. Default `chain`. */
  readonly name?: string | undefined
  /** Goes on after a broken link, too, as the official SDKs do. Default false. */
  readonly lenient?: boolean | undefined
  /** Told what became of each link. */
  readonly onEvent?: OnEvent | undefined
  /** Whether promises of one request may never settle in another. Default: true on Cloudflare Workers. */
  readonly isolatedRequests?: boolean | undefined
}

/**
 * Asks providers in order until one gives credentials, and from then on that one. It goes on when a provider says that nothing is configured
 * (`skippable`); any other failure stops it, because falling through a mistake to another identity is worse than an error.
 *
 * @throws ChainError when none gives credentials: `ERR_CREDENTIALS_EXHAUSTED` when nothing is configured, else the code of the failure that
 * stopped it, which is its `cause`. It lists every link that was asked.
 * @example const provider = chain(fromEnv(), fromCredentialsUri())
 */
export function chain(...providers: CredentialLike[]): CredentialProvider {
  return createChain(providers)
}

/**
 * `chain` with settings. `providers` may be a function that gives the links in the order of the moment, the same objects each time.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` at once for a setting that cannot be used.
 */
export function createChain(
  providers: readonly CredentialLike[] | (() => readonly CredentialProvider[]),
  options: ChainOptions = {},
): CredentialProvider {
  checkKind('options', options, 'object')
  const { lenient = false, ...settings } = options
  checkKind('lenient', lenient, 'boolean')
  // The settings of a cache mean nothing here, but those of one may be passed on as they are.
  checkCacheOptions(settings)
  // How long something has taken, no clock may say that can be set back (R65).
  const { now = Date.now, monotonic = options.now ?? (() => performance.now()), after = afterTimeout } = options
  const { name = 'chain', onEvent, isolatedRequests = hasIsolatedRequests() } = options
  const trust = trustFor(isolatedRequests)
  const inOrder = typeof providers === 'function' ? providers : fixedLinks(providers)
  const { ask, refuseCycle } = noCycle(name, 'link')
  let winner: CredentialProvider | undefined
  let flight: Flight<Credentials> | undefined

  const peek = (): Credentials | undefined => winner && peekCredentials(winner)

  async function resolve(asked: ResolveOptions): Promise<Credentials> {
    refuseCycle()
    const known = winner
    try {
      if (known) return await ask(() => known(asked))
    } catch (error) {
      // What used to work is no longer configured: all links are asked once more.
      if (!toSourceFailure(error, name).skippable) throw error
      if (winner === known) winner = undefined
    }
    asked.signal?.throwIfAborted()
    for (;;) {
      let patience = trust
      const at = monotonic()
      if (!isJoinable(flight, at, trust)) {
        flight = startFlight(askAll, at)
        patience = NEVER
      }
      const joined = flight
      await joinFlight(joined, patience, asked.signal, after)
      if (joined.settled) return joined.result
    }
  }

  async function askAll(signal: AbortSignal): Promise<Credentials> {
    const asked: ChainLink[] = []
    const failures: SourceFailure[] = []
    let stopper: SourceFailure | undefined
    let value: Credentials | undefined
    for (const link of inOrder()) {
      const linkName = link.providerName ?? 'custom'
      const begun = monotonic()
      let failure: SourceFailure | undefined
      try {
        value = await ask(() => link({ signal }))
        winner = link
      } catch (error) {
        signal.throwIfAborted()
        failure = toSourceFailure(error, linkName)
        failures.push(failure)
        if (!failure.skippable && !lenient) stopper = failure
      }
      asked.push(describe(linkName, failure, Math.round(monotonic() - begun)))
      if (value || stopper) break
    }
    emit(onEvent, { type: 'chain', links: asked })
    if (value) return value
    throw new ChainError(name, asked, failures, stopper)
  }

  function fixedLinks(likes: readonly CredentialLike[]): () => readonly CredentialProvider[] {
    const links = likes.map((like) => toProvider(like, { now, monotonic, after, onEvent, isolatedRequests }))
    return () => links
  }

  return defineProvider(name, peek, resolve)
}

function describe(name: string, failure: SourceFailure | undefined, ms: number): ChainLink {
  if (!failure) return { name, outcome: 'selected', reason: '', ms, hint: '' }
  const { message, hint, field, attempts, skippable } = failure
  const outcome = !skippable ? 'failed' : attempts.length > 0 ? 'tried' : 'skipped'
  // The message ends with the hint, which stands apart here. The list of a nested chain would not fit one screen.
  const reason = message.replace(hint, '').trim().replace(/\n.*/s, '').slice(0, 240)
  return { name, outcome, reason, lookedAt: field, ms, hint }
}
