import { AlibabaCloudError, type CredentialProvider, type Credentials, isAlibabaCloudError } from '@x/credentials-core'
import type { RuntimeOptions } from './config.ts'
import type { OnRpcEvent } from './events.ts'
import { limitWork, type WorkLimits } from './limit-work.ts'
import { loadRare } from './load-rare.ts'
import { prepareRequest, type RequestDefaults } from './prepare-request.ts'
import { readAnswer } from './read-answer.ts'
import type { Recovery } from './recovery.ts'
import type { RpcRequest, RpcResponse } from './rpc-client.ts'
import { signRequest } from './sign-request.ts'
import type { Transports } from './transports.ts'

/** Milliseconds for a call with all its attempts. */
const DEADLINE = 60_000

/** What a client sends with. */
export interface SenderParts extends RequestDefaults {
  readonly provider: CredentialProvider | undefined
  readonly transports: Transports
  readonly now: () => number
  readonly nonce: () => string
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  /** Whom to tell of a call, if anybody listens. */
  readonly listener: () => OnRpcEvent | undefined
}

/** A call that is under way. */
export interface Call {
  readonly request: RpcRequest
  readonly runtime: RuntimeOptions
  readonly host: string
  readonly limits: WorkLimits
  /** Nothing for anonymous calls. */
  readonly provider: CredentialProvider | undefined
  /** Sends the request once. */
  readonly attempt: Attempter
}

/** Sends a request once, signed by these credentials, at the local time with this offset in milliseconds. */
export type Attempter = (credentials: Credentials | undefined, offset: number) => Promise<Outcome>

type Outcome = { readonly response: RpcResponse } | FailedAttempt

/** An attempt that failed, and what it was made with. */
export interface FailedAttempt {
  readonly error: AlibabaCloudError
  /** `Date` header of a refusal. */
  readonly serverDate?: string | null | undefined
  /** Local time at its start. */
  readonly started: number
  readonly credentials: Credentials | undefined
  readonly offset: number
}

/**
 * Makes the function that sends one request: its first attempt. Whether there are others, and when, is the matter of `recovery.ts`. Every
 * attempt takes a new snapshot of the credentials, a new nonce and a new time stamp.
 */
export function createSender(parts: SenderParts): (request: RpcRequest, runtime: RuntimeOptions) => Promise<RpcResponse> {
  const { now, nonce, transports, listener, config } = parts
  let recovery: Recovery | undefined
  const loadRecovery = async (): Promise<Recovery> => {
    recovery ??= (await loadRare()).createRecovery(parts)
    return recovery
  }

  return async (request, runtime) => {
    const { action } = request
    runtime.signal?.throwIfAborted()
    const deadline = runtime.deadline || DEADLINE
    let host = action
    const limits = limitWork(runtime.signal, deadline, () => callTooLong(host, deadline))
    const { signal } = limits
    let response: RpcResponse | undefined
    try {
      const transport = await transports.get(runtime)
      const prepared = await prepareRequest(request, runtime, signal, parts)
      host = prepared.endpoint.host
      const provider = request.authType === 'Anonymous' ? undefined : (parts.provider ?? (await loadRare()).noProvider)

      const attempt: Attempter = async (credentials, offset) => {
        const started = now()
        const failed = { started, credentials, offset }
        try {
          const { url, ...init } = await signRequest(prepared, credentials, started + offset, nonce())
          const answer = await transport(url, { ...init, signal, readTimeout: runtime.readTimeout })
          const { status: statusCode, headers } = answer
          if (statusCode < 300)
            return { response: { statusCode, headers, body: await readAnswer(answer, request, config, host, limits.end) } }
          const text = await answer.text()
          const error = (await loadRecovery()).readError(answer, text, { host, action, credentials })
          return { ...failed, error, serverDate: headers.get('date') }
        } catch (error) {
          if (error === limits.expired)
            Object.assign(error as object, { attempts: [{ host, action, code: 'ERR_TIMEOUT', ms: now() - started }] })
          // What cannot be sent was no attempt.
          if (signal.aborted || !isAlibabaCloudError(error) || error.code === 'ERR_INVALID_OPTION') throw error
          return { ...failed, error }
        }
      }

      const tell = listener()
      let first: FailedAttempt | undefined
      if (!tell && !recovery) {
        const outcome = await attempt(await provider?.({ signal }), 0)
        if ('error' in outcome) first = outcome
        else response = outcome.response
      }
      if (!response) {
        // In a page that has gone offline it cannot be loaded: then the first failure stands.
        const { run } = await loadRecovery().catch((error) => Promise.reject(first?.error ?? error))
        response = await run({ request, runtime, host, limits, provider, attempt }, tell, first)
      }
      return response
    } finally {
      // The limits of a stream hold until its last part has been read.
      if (request.responseType !== 'stream' || !response?.body) limits.end()
    }
  }
}

function callTooLong(host: string, deadline: number): AlibabaCloudError {
  const hint = 'Raise deadline if the work takes longer.'
  return new AlibabaCloudError(`The call to ${host} did not end within ${deadline} ms.`, { code: 'ERR_TIMEOUT', retryable: true, hint })
}
