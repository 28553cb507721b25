import {
  type AlibabaCloudError,
  type Attempt,
  type CacheOptions,
  CredentialsError,
  type ErrorCode,
  type ErrorDetails,
  emit,
  type FetchLike,
  type RequestTextOptions,
  requestText,
  type TextResponse,
  TransportError,
} from '@x/credentials-core'
import { createStopwatch } from './stopwatch.ts'

/** How to talk to the metadata service. Durations are milliseconds. */
export interface MetadataSettings {
  /** The provider's name, for the errors. */
  readonly provider: string
  readonly origin: string
  readonly fetch: FetchLike | undefined
  /** For one request. */
  readonly requestTimeout: number
  /** For all requests of a visit together, until the service has shown itself. */
  readonly probeTimeout: number
  /** Clocks, and who is told when the hardened mode is given up for a visit. */
  readonly refresh: CacheOptions
}

export interface VisitOptions {
  readonly signal: AbortSignal | undefined
  /** Forbids the normal mode. */
  readonly hardenedOnly: boolean
  /** Whether somebody said that there is a role: then a chain must not pass over a failure. */
  readonly expected: boolean
}

/** The requests of one refresh, in the hardened mode if the service knows it. */
export interface Visit {
  /** Every request, in order. */
  readonly attempts: readonly Attempt[]
  /** The text of an answer with status 200; `undefined` for 404. */
  get(action: string, path: string): Promise<string | undefined>
  /** The answer was what only a metadata service says. */
  confirm(): void
  /** The error for an answer that cannot be used; `problem` follows the host. The code is `ERR_BAD_RESPONSE`, unless the details say another. */
  fail(problem: string, details?: Partial<ErrorDetails>): CredentialsError
}

/** Source: the guide to instance metadata of ECS, as are the two headers and the longest life of a token. */
const TOKEN_PATH = '/latest/api/token'
const TOKEN_HEADER = 'X-aliyun-ecs-metadata-token'
const TOKEN_SECONDS = 21_600
const MINUTE = 60_000
const BODY_LIMIT = 64 * 1024
/** Milliseconds for all requests of a visit together, at least, once the service has shown itself. */
const BUDGET = 5000
const ELSEWHERE = 'Elsewhere than on ECS, set ALIBABA_CLOUD_ECS_METADATA_DISABLED=true to leave this out.'

/** Remembers of the service at an address what makes visits short and safe: its token, and what it has shown so far. */
export function createMetadataService(settings: MetadataSettings): (options: VisitOptions) => Visit {
  const { provider, origin, fetch, requestTimeout, probeTimeout, refresh } = settings
  const { now, monotonic = now ?? (() => performance.now()), after, random = Math.random, onEvent } = refresh
  const startWatch = createStopwatch(refresh)
  const { host } = new URL(origin)

  /** Whether it has said something that only a metadata service says: then this machine is on ECS. */
  let shown = false
  /** Whether it has answered a request with a token: from then on there is no way back to the normal mode (R36). */
  let hardened = false
  let token: { readonly text: string; readonly age: () => number } | undefined

  return ({ signal, hardenedOnly, expected }) => {
    const begun = monotonic()
    const attempts: Attempt[] = []
    /** The token of this visit; empty in the normal mode, `undefined` before the first request. */
    let credential: string | undefined
    /** Whether the mode was negotiated in this visit. */
    let fresh = false

    const timeLeft = (): number => begun + (shown ? Math.max(BUDGET, requestTimeout, probeTimeout) : probeTimeout) - monotonic()
    const mayFallBack = (): boolean => !hardenedOnly && !hardened

    async function get(action: string, path: string): Promise<string | undefined> {
      if (credential === undefined) await open()
      let answer = await ask(action, path)
      if (!fresh && codeOf(answer.status) === 'ERR_CREDENTIALS_DENIED') {
        // A service that was restarted has forgotten the token of an earlier visit.
        token = undefined
        await open()
        answer = await ask(action, path)
      }
      // Some private clouds give tokens, and refuse them where they are to be used.
      if (credential && [401, 403, 404].includes(answer.status) && mayFallBack()) {
        fallBack(action, answer.status)
        answer = await ask(action, path)
      }
      const { status, text } = answer
      if (status === 404) return undefined
      if (status !== 200) throw refused(action, status)
      if (credential) hardened = true
      return text
    }

    async function open(): Promise<void> {
      if (!token || token.age() >= TOKEN_SECONDS * 1000 - MINUTE) await negotiate()
      else credential = token.text
    }

    async function negotiate(): Promise<void> {
      token = undefined
      fresh = true
      const age = startWatch()
      const { status, text } = await send('GetToken', TOKEN_PATH, {
        method: 'PUT',
        headers: { [`${TOKEN_HEADER}-ttl-seconds`]: `${TOKEN_SECONDS}` },
      })
      // Only these say that there is no hardened mode. After anything else, a fallback would let whoever disturbs the network choose.
      if ([403, 404, 405].includes(status) && mayFallBack()) return fallBack('GetToken', status)
      if (status !== 200) throw refused('GetToken', status)
      credential = text.trim()
      if (!/^[!-~]+$/.test(credential)) throw fail('answered GetToken without a usable token')
      token = { text: credential, age }
      shown = true
    }

    function fallBack(action: string, status: number): void {
      credential = ''
      token = undefined
      emit(onEvent, { type: 'fallback', provider, action, status })
    }

    function ask(action: string, path: string): Promise<TextResponse> {
      return send(action, path, credential ? { headers: { [TOKEN_HEADER]: credential } } : {})
    }

    /** One request; on a host that has shown itself, again while it is busy or silent and there is time (R38). */
    async function send(action: string, path: string, init: Pick<RequestTextOptions, 'method' | 'headers'>): Promise<TextResponse> {
      for (let step = 100; ; step = Math.min(2 * step, 1000)) {
        const timeout = Math.ceil(Math.min(requestTimeout, timeLeft()))
        if (timeout <= 0) throw lost('ERR_TIMEOUT', `${host} has not answered everything in time.`, true)
        const request = { ...init, fetch, action, timeout, limit: BODY_LIMIT, signal, now, after }
        const outcome = await requestText(origin + path, request).catch((error: AlibabaCloudError) => {
          signal?.throwIfAborted()
          return error
        })
        const status = 'status' in outcome ? outcome.status : 0
        if ('status' in outcome) attempts.push({ host, action, status, code: codeOf(status), ms: outcome.ms })
        else attempts.push(...outcome.attempts)
        // Only a service that is there limits its callers.
        if (status === 429) shown = true
        const passing = 'status' in outcome ? status === 408 || status === 429 || status >= 500 : /TIMEOUT|NETWORK/.test(outcome.code)
        const wait = step * (0.5 + random() / 2)
        if (passing && shown && wait < timeLeft()) await pause(wait)
        else if ('status' in outcome) return outcome
        else throw lost(outcome.code, outcome.message, outcome.retryable)
      }
    }

    /** Nothing but this timer keeps the process alive for the caller. */
    async function pause(ms: number): Promise<void> {
      await new Promise<void>((resolve) => (after ? after(ms, resolve) : setTimeout(resolve, ms)))
      signal?.throwIfAborted()
    }

    function fail(problem: string, details?: Partial<ErrorDetails>): CredentialsError {
      return toError(`${host} ${problem}.`, { code: 'ERR_BAD_RESPONSE', ...details })
    }

    function refused(action: string, status: number): CredentialsError {
      const code = codeOf(status) as ErrorCode
      const hint = hardenedOnly
        ? 'Turn its hardened mode on, or allow the normal one: disableIMDSv1, ALIBABA_CLOUD_IMDSV1_DISABLED.'
        : 'Check the metadata settings of the instance.'
      // Only a refusal is a decision. Anything else may pass, and what is cached is served meanwhile.
      return fail(`answered ${action} with status ${status}`, { code, retryable: code === 'ERR_SERVICE', hint })
    }

    /** The error for a request without an answer. */
    function lost(code: ErrorCode, message: string, retryable: boolean): AlibabaCloudError {
      if (!expected && !shown) return toError(message, { code, retryable })
      const hint = `Check that this is an ECS instance, and that nothing keeps it from ${host}.`
      // Without `skippable`, as other hosts: an outage, whatever its reason.
      return new TransportError(message, { code, host, retryable, attempts, hint })
    }

    function toError(message: string, details: ErrorDetails): CredentialsError {
      const absent = !expected && !shown
      return new CredentialsError(message, {
        retryable: true,
        hint: `Check that ${host} is the metadata service.`,
        ...details,
        ...(absent && { hint: ELSEWHERE }),
        provider,
        attempts,
        skippable: absent || (!expected && details.code === 'ERR_CREDENTIALS_NOT_CONFIGURED'),
      })
    }

    const confirm = (): void => {
      shown = true
    }
    return { attempts, get, confirm, fail }
  }
}

function codeOf(status: number): ErrorCode | undefined {
  if (status === 200) return undefined
  return status === 401 || status === 403 ? 'ERR_CREDENTIALS_DENIED' : 'ERR_SERVICE'
}
