import {
  type AlibabaCloudError,
  type Attempt,
  CredentialsError,
  type ErrorCode,
  type ErrorDetails,
  type FetchLike,
  isAlibabaCloudError,
  type RequestTextOptions,
  requestText,
  type TextResponse,
  type Timing,
  TransportError,
} from '@x/credentials-core'
import { createStopwatch } from './stopwatch.ts'

/** How to talk to the metadata service. Durations are milliseconds. */
export interface MetadataSettings extends Timing {
  /** The provider's name, for the errors. */
  readonly provider: string
  readonly origin: string
  readonly fetch: FetchLike | undefined
  /** For one request. */
  readonly requestTimeout: number
  /** For all requests of a visit together, until the service has shown itself. */
  readonly probeTimeout: number
  readonly random?: (() => number) | undefined
  /** Told when the hardened mode is given up for a visit. */
  readonly onFallback: (action: string, status: number) => void
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
  /** An answer of any status but a redirect. */
  get(action: string, path: string): Promise<TextResponse>
  /** The answer was what only a metadata service says. */
  confirm(): void
  /** The error for an answer that cannot be used; `problem` follows the host. */
  fail(code: ErrorCode, problem: string, details?: Partial<ErrorDetails>): CredentialsError
  /** The error for a status other than 200. */
  refused(action: string, status: number): CredentialsError
}

/** Source: the guide to instance metadata of ECS, as are the two headers and the longest life of a token. */
const TOKEN_PATH = '/latest/api/token'
const TOKEN_HEADER = 'X-aliyun-ecs-metadata-token'
const TOKEN_SECONDS = 21_600
const MINUTE = 60_000
const BODY_LIMIT = 64 * 1024
/** Milliseconds for all requests of a visit together, at least, once the service has shown itself. */
const BUDGET = 5000

/** Remembers of the service at an address what makes visits short and safe: its token, and what it has shown so far. */
export function createMetadataService(settings: MetadataSettings): (options: VisitOptions) => Visit {
  const { provider, origin, fetch, requestTimeout, probeTimeout, now, onFallback } = settings
  const { monotonic = now ?? (() => performance.now()), after = keepAliveTimeout, random = Math.random } = settings
  const startWatch = createStopwatch({ now, monotonic })
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

    async function get(action: string, path: string): Promise<TextResponse> {
      if (credential === undefined) await open()
      let answer = await ask(action, path)
      if (!fresh && (answer.status === 401 || answer.status === 403)) {
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
      if (credential && answer.status === 200) hardened = true
      return answer
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
      if (!/^[!-~]+$/.test(credential)) throw fail('ERR_BAD_RESPONSE', 'answered GetToken with something other than a token')
      token = { text: credential, age }
      shown = true
    }

    function fallBack(action: string, status: number): void {
      credential = ''
      token = undefined
      onFallback(action, status)
    }

    function ask(action: string, path: string): Promise<TextResponse> {
      return send(action, path, credential ? { headers: { [TOKEN_HEADER]: credential } } : {})
    }

    /** One request; on a host that has shown itself, again while it is busy or silent and there is time (R38). */
    async function send(action: string, path: string, init: Pick<RequestTextOptions, 'method' | 'headers'>): Promise<TextResponse> {
      for (let step = 100; ; step = Math.min(2 * step, 1000)) {
        const timeout = Math.ceil(Math.min(requestTimeout, timeLeft()))
        if (timeout <= 0) throw lost('ERR_TIMEOUT', `${host} has not answered everything in time.`, true)
        const request = { ...init, fetch, action, timeout, limit: BODY_LIMIT, signal, now, after: settings.after }
        const outcome = await requestText(origin + path, request).catch((error: unknown) => {
          signal?.throwIfAborted()
          if (!isAlibabaCloudError(error)) throw error
          return error
        })
        const failed = 'status' in outcome ? undefined : outcome
        const status = failed ? 0 : (outcome as TextResponse).status
        const { ms } = (failed?.attempts[0] ?? outcome) as { ms: number }
        attempts.push({ host, action, ms, ...(failed ? { code: failed.code } : { status, code: codeOf(status) }) })
        // Only a service that is there limits its callers.
        if (status === 429) shown = true
        const passing = failed ? /TIMEOUT|NETWORK/.test(failed.code) : status === 408 || status === 429 || status >= 500
        const wait = step * (0.5 + random() / 2)
        if (!passing || !shown || wait >= timeLeft()) {
          if (failed) throw lost(failed.code, failed.message, failed.retryable)
          return outcome as TextResponse
        }
        await sleep(wait)
      }
    }

    function sleep(ms: number): Promise<void> {
      return new Promise((resolve, reject) => {
        const leave = (): void => {
          stop()
          reject(signal?.reason)
        }
        const stop = after(ms, () => {
          signal?.removeEventListener('abort', leave)
          resolve()
        })
        signal?.addEventListener('abort', leave, { once: true })
      })
    }

    function fail(code: ErrorCode, problem: string, details?: Partial<ErrorDetails>): CredentialsError {
      return toError(code, `${host} ${problem}.`, details)
    }

    function refused(action: string, status: number): CredentialsError {
      const code = codeOf(status) as ErrorCode
      const hint = hardenedOnly
        ? 'Turn its hardened mode on, or allow the normal one: disableIMDSv1, ALIBABA_CLOUD_IMDSV1_DISABLED.'
        : 'Check the metadata settings of the instance.'
      // Only a refusal is a decision. Anything else may pass, and what is cached is served meanwhile.
      return fail(code, `answered ${action} with status ${status}`, { retryable: code === 'ERR_SERVICE', hint })
    }

    /** The error for a request without an answer. */
    function lost(code: ErrorCode, message: string, retryable: boolean): AlibabaCloudError {
      const hint = `See that this is an ECS instance and that nothing keeps it from ${host}.`
      // Without `skippable`, as other hosts: an outage, whatever its reason.
      if (expected || shown) return new TransportError(message, { code, host, retryable, attempts, hint })
      return toError(code, message, { retryable })
    }

    function toError(code: ErrorCode, message: string, details: Partial<ErrorDetails> = {}): CredentialsError {
      const absent = !expected && !shown
      const elsewhere = 'Elsewhere than on ECS, set ALIBABA_CLOUD_ECS_METADATA_DISABLED=true to leave this out.'
      const hint = absent ? elsewhere : (details.hint ?? `See whether it is the metadata service that answers at ${host}.`)
      const skippable = absent || (!expected && code === 'ERR_CREDENTIALS_NOT_CONFIGURED')
      return new CredentialsError(message, { retryable: true, ...details, code, provider, skippable, attempts, hint })
    }

    const confirm = (): void => {
      shown = true
    }
    return { attempts, get, confirm, fail, refused }
  }
}

function codeOf(status: number): ErrorCode | undefined {
  if (status === 200) return undefined
  return status === 401 || status === 403 ? 'ERR_CREDENTIALS_DENIED' : 'ERR_SERVICE'
}

/** Between two requests nothing but this timer keeps the process alive for the caller. */
function keepAliveTimeout(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}
