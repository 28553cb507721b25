import {
  AlibabaCloudError,
  type CredentialProvider,
  type Credentials,
  CredentialsError,
  type FetchLikeResponse,
  isAlibabaCloudError,
} from '@x/credentials-core'
import type { RuntimeOptions } from './config.ts'
import type { OnRpcEvent } from './events.ts'
import { limitWork } from './limit-work.ts'
import { loadRare } from './load-rare.ts'
import type { CallObserver, Observer } from './observe.ts'
import { prepareRequest, type RequestDefaults } from './prepare-request.ts'
import { readAnswer } from './read-answer.ts'
import type { FailedRequest, Recovery } from './recovery.ts'
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

/** The outcome of one attempt. */
export type Outcome = { readonly response: RpcResponse } | { readonly error: AlibabaCloudError; readonly serverDate?: string | null }

/**
 * Makes the function that sends one request: its first attempt. Whether there are others, and when, is the matter of `recovery.ts`. Every
 * attempt takes a new snapshot of the credentials, a new nonce and a new time stamp.
 */
export function createSender(parts: SenderParts): (request: RpcRequest, runtime: RuntimeOptions) => Promise<RpcResponse> {
  const { now, nonce, transports, listener, config } = parts
  let recovery: Recovery | undefined
  let observer: Observer | undefined

  /** Nothing when it cannot be loaded, as in a page that has gone offline: then the first failure stands. */
  const loadRecovery = async (): Promise<Recovery | undefined> => {
    recovery ??= (await import('#recovery').catch(() => undefined))?.createRecovery(parts)
    return recovery
  }

  const observe = async (tell: OnRpcEvent, request: RpcRequest, host: string): Promise<CallObserver | undefined> => {
    observer ??= (await import('#observe').catch(() => undefined))?.createObserver(now)
    return observer?.forCall(tell, { action: request.action, version: request.version, host })
  }

  const refusal = async (answer: FetchLikeResponse, failed: FailedRequest): Promise<AlibabaCloudError> => {
    const text = await answer.text()
    return (
      (await loadRecovery())?.readError(answer, text, failed) ??
      new AlibabaCloudError(`${failed.action} was refused by ${failed.host} (status ${answer.status}).`, { code: 'ERR_SERVICE' })
    )
  }

  return async (request, runtime) => {
    const { action, responseType, bodyType } = request
    runtime.signal?.throwIfAborted()
    const deadline = runtime.deadline || DEADLINE
    let host = action
    const limits = limitWork(runtime.signal, deadline, () => callTooLong(host, deadline))
    const { signal } = limits
    let streams = false
    try {
      const transport = await transports.get(runtime)
      const prepared = await prepareRequest(request, bodyType === 'stream' ? { ...runtime, signal } : runtime, parts)
      host = prepared.endpoint.host
      const tell = listener()
      const observed = tell && (await observe(tell, request, host))
      const provider = observed ? observed.provider(parts.provider) : parts.provider
      const resolve = async (rejectedKeyId?: string): Promise<Credentials | undefined> =>
        request.authType === 'Anonymous' ? undefined : (provider ?? noProvider)({ signal, rejectedKeyId })

      const sendOnce = async (credentials: Credentials | undefined, offset: number): Promise<Outcome> => {
        const started = now()
        try {
          const { url, ...init } = await signRequest(prepared, credentials, started + offset, nonce())
          const answer = await transport(url, { ...init, signal, readTimeout: runtime.readTimeout })
          const { status: statusCode, headers } = answer
          if (statusCode < 300) return { response: { statusCode, headers, body: await readAnswer(answer, request, host, config.bigints) } }
          return { error: await refusal(answer, { host, action, credentials }), serverDate: headers.get('date') }
        } catch (error) {
          if (error === limits.expired)
            Object.assign(error as object, { attempts: [{ host, action, code: 'ERR_TIMEOUT', ms: now() - started }] })
          // What cannot be sent was no attempt.
          if (signal.aborted || !isAlibabaCloudError(error) || error.code === 'ERR_INVALID_OPTION') throw error
          return { error }
        }
      }
      const attempt = observed ? observed.attempt(sendOnce) : sendOnce

      const credentials = await resolve()
      const started = now()
      const offset = recovery?.offset(host) ?? 0
      const outcome = await attempt(credentials, offset)
      let response: RpcResponse
      if ('response' in outcome) {
        recovery?.succeeded()
        response = outcome.response
      } else {
        if (!(await loadRecovery())) throw outcome.error
        const call = { request, runtime, host, limits, tell: observed?.tell, resolve, attempt }
        response = await (recovery as Recovery).goOn(call, { ...outcome, started, offset, credentials })
      }
      if (responseType !== 'stream' || !response.body) return response
      // The limits hold until the last part has been read.
      const { endWith } = await loadRare()
      streams = true
      return { ...response, body: endWith(response.body as ReadableStream<Uint8Array>, limits.end) }
    } finally {
      if (!streams) limits.end()
    }
  }

  function noProvider(): never {
    throw new CredentialsError('The call needs credentials, and the client has none.', {
      code: 'ERR_CREDENTIALS_NOT_CONFIGURED',
      provider: 'none',
      hint: 'Pass credential, or accessKeyId and accessKeySecret, to the client.',
    })
  }
}

function callTooLong(host: string, deadline: number): AlibabaCloudError {
  const hint = 'Raise deadline if the work takes longer.'
  return new AlibabaCloudError(`The call to ${host} did not end within ${deadline} ms.`, { code: 'ERR_TIMEOUT', retryable: true, hint })
}
