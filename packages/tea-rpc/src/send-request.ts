import { AlibabaCloudError, type CredentialProvider, type Credentials, isAlibabaCloudError } from '@x/credentials-core'
import { badAnswer } from './bad-answer.ts'
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
    const { createRecovery } = await loadRare()
    // Another call may have been faster, and the budget of retries is that of all.
    recovery ??= createRecovery(parts)
    return recovery
  }

  return async (request, runtime) => {
    const { action } = request
    const deadline = runtime.deadline || DEADLINE
    let host = action
    const limits = limitWork(runtime.signal, deadline, () => callTooLong(host, deadline))
    const { signal } = limits
    let response: RpcResponse | undefined
    try {
      signal.throwIfAborted()
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
          const { readError } = await loadRecovery().catch(() => {
            throw badAnswer(action, host, `with status ${statusCode}, and what reads it could not be loaded`)
          })
          return { ...failed, error: readError(answer, text, { host, action, credentials }), serverDate: headers.get('date') }
        } catch (error) {
          if (error === limits.expired)
            Object.assign(error as object, { attempts: [{ host, action, code: 'ERR_TIMEOUT', ms: now() - started }] })
          // What cannot be sent was no attempt.
          if (signal.aborted || !isAlibabaCloudError(error) || error.code === 'ERR_INVALID_OPTION') throw error
          return { ...failed, error }
        }
      }

      const call = { request, runtime, host, limits, provider, attempt }
      const tell = listener()
      // A listener is no reason to fail: where what tells it cannot be loaded, the call is made unheard.
      const helper = tell ? await loadRecovery().catch(() => undefined) : recovery
      if (helper) response = await helper.run(call, tell, undefined)
      else {
        const outcome = await attempt(await provider?.({ signal }), 0)
        if ('response' in outcome) response = outcome.response
        else {
          // In a page that has gone offline it cannot be loaded: then the first failure stands.
          const { run } = await loadRecovery().catch(() => Promise.reject(outcome.error))
          response = await run(call, tell, outcome)
        }
      }
      return response
    } finally {
      // The limits of a stream hold until its last part has been read.
      if (request.responseType !== 'stream' || !response) limits.end()
    }
  }
}

function callTooLong(host: string, deadline: number): AlibabaCloudError {
  const hint = 'Raise deadline if the work takes longer.'
  return new AlibabaCloudError(`The call to ${host} did not end within ${deadline} ms.`, { code: 'ERR_TIMEOUT', retryable: true, hint })
}
