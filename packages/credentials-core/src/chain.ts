import { ChainError, type ChainLink } from './chain-error.ts'
import { createCredentials } from './create-credentials.ts'
import type { Credentials } from './credentials.ts'
import { defineProvider, peekCredentials } from './define-provider.ts'
import { invalidOption } from './errors.ts'
import { type CredentialEvent, emit } from './events.ts'
import { exposeCredentials } from './expose-credentials.ts'
import { type Flight, hasIsolatedRequests, isJoinable, joinFlight, startFlight, TRUST } from './flight.ts'
import type { CredentialLike, CredentialProvider, ResolveOptions } from './provider.ts'
import { type SourceFailure, toSourceFailure } from './source-failure.ts'
import { afterTimeout, type Timing } from './timing.ts'
import { toProvider } from './to-provider.ts'

/** Settings of `createChain`. */
export interface ChainOptions extends Timing {
  /** Put before the path of the credentials, such as `default` for `default/env`. Default: nothing. */
  readonly name?: string | undefined
  /** Goes on after a broken link, too, as the official SDKs do. Default false. */
  readonly lenient?: boolean | undefined
  /** Told what became of each link. */
  readonly onEvent?: ((event: CredentialEvent) => void) | undefined
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

/** `chain` with settings. Throws what `chain` throws. */
export function createChain(providers: readonly CredentialLike[], options: ChainOptions = {}): CredentialProvider {
  if (providers.length === 0) throw invalidOption('providers', 'are missing', 'Give at least one.')
  const { name, lenient = false, onEvent, now = Date.now, after = afterTimeout, isolatedRequests = hasIsolatedRequests() } = options
  const { monotonic } = options
  const links = providers.map((like) => toProvider(like, { now: options.now, monotonic, after, onEvent, isolatedRequests }))
  const ownName = name ?? 'chain'

  let winner: CredentialProvider | undefined
  let flight: Flight<Credentials> | undefined
  /** The last credentials and the same ones under our name, so that callers get the same object each time. */
  let inner: Credentials | undefined
  let named: Credentials | undefined

  function underName(value: Credentials): Credentials {
    if (name === undefined) return value
    if (value === inner && named) return named
    inner = value
    named = createCredentials({ ...exposeCredentials(value), providerName: `${name}/${value.providerName}` })
    return named
  }

  const peek = (): Credentials | undefined => {
    const value = winner && peekCredentials(winner)
    return value && underName(value)
  }

  async function resolve(asked: ResolveOptions = {}): Promise<Credentials> {
    asked.signal?.throwIfAborted()
    const known = winner
    if (known) {
      try {
        return underName(await known(asked))
      } catch (error) {
        // What used to work is no longer configured: all links are asked once more.
        if (!toSourceFailure(error, ownName).skippable) throw error
        if (winner === known) winner = undefined
      }
    }
    for (;;) {
      const time = now()
      let trust = isolatedRequests ? TRUST : Number.POSITIVE_INFINITY
      if (!isJoinable(flight, time, isolatedRequests)) {
        flight = startFlight((controller) => askAll(controller.signal), time)
        trust = Number.POSITIVE_INFINITY
      }
      const value = await joinFlight(flight, trust, asked.signal, after)
      if (value) return value
    }
  }

  async function askAll(signal: AbortSignal): Promise<Credentials> {
    const asked: ChainLink[] = []
    const failures: SourceFailure[] = []
    let stopper: SourceFailure | undefined
    for (const link of links) {
      const linkName = link.providerName ?? 'custom'
      const begun = now()
      try {
        const value = await link({ signal })
        winner = link
        asked.push({ name: linkName, outcome: 'selected', reason: '', ms: now() - begun, hint: '' })
        emit(onEvent, { type: 'chain', provider: ownName, links: asked })
        return underName(value)
      } catch (error) {
        signal.throwIfAborted()
        const failure = toSourceFailure(error, linkName)
        failures.push(failure)
        asked.push(describe(linkName, failure, now() - begun))
        if (!failure.skippable && !lenient) {
          stopper = failure
          break
        }
      }
    }
    emit(onEvent, { type: 'chain', provider: ownName, links: asked })
    const message = stopper ? `Credentials provider ${asked.at(-1)?.name} is configured, but broken:` : 'No provider gave credentials:'
    throw new ChainError(message, {
      code: stopper?.code ?? 'ERR_CREDENTIALS_EXHAUSTED',
      provider: ownName,
      skippable: failures.every((failure) => failure.skippable),
      retryable: failures.some((failure) => failure.retryable),
      attempts: failures.flatMap((failure) => failure.attempts),
      field: stopper?.field,
      hint: stopper?.hint ?? asked.find((link) => link.hint)?.hint,
      cause: stopper,
      links: asked,
    })
  }

  return defineProvider(ownName, peek, resolve)
}

function describe(name: string, failure: SourceFailure, ms: number): ChainLink {
  // The message ends with the hint, which stands apart here; a nested chain's message has a line a link.
  const message = failure.message.slice(0, failure.message.length - failure.hint.length)
  const reason = message.split('\n', 1)[0]?.trim().slice(0, 200) ?? ''
  const outcome = !failure.skippable ? 'failed' : failure.attempts.length > 0 ? 'tried' : 'skipped'
  return { name, outcome, reason, lookedAt: failure.field, ms, hint: failure.hint }
}
