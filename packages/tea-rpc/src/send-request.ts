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
import type { CallObserver, Observer } from './observe.ts'
import { prepareRequest, type RequestDefaults } from './prepare-request.ts'
import { readAnswer } from './read-answer.ts'
import type { CallRecovery, FailedRequest, Recovery } from './recovery.ts'
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
 * Makes the function that sends one request with all its attempts. Every attempt takes a new snapshot of the credentials, a new
 * nonce and a new time stamp. Whether there is another attempt is the matter of `recovery.ts`.
 */
export function createSender(parts: SenderParts): (request: RpcRequest, runtime: RuntimeOptions) => Promise<RpcResponse> {
  const { now, nonce } = parts
  let recovery: Recovery | undefined
  let observer: Observer | undefined

  /** Nothing when it cannot be loaded, as in a page that has gone offline: then the first failure stands. */
  const loadRecovery = async (): Promise<typeof import('./recovery.ts') | undefined> => {
    const loaded = await import('#recovery').catch(() => undefined)
    recovery ??= loaded?.createRecovery(parts)
    return loaded
  }

  const observe = async (tell: OnRpcEvent, request: RpcRequest, host: string): Promise<CallObserver | undefined> => {
    observer ??= (await import('#observe').catch(() => undefined))?.createObserver(now)
    return observer?.forCall(tell, { action: request.action, version: request.version, host })
  }

  const refusal = async (answer: FetchLikeResponse, failed: FailedRequest): Promise<AlibabaCloudError> => {
    const text = await answer.text()
    const loaded = await loadRecovery()
    return (
      loaded?.readError(answer.status, answer.headers, text, failed) ??
      new AlibabaCloudError(`${failed.action} was refused by ${failed.host} (status ${answer.status}).`, { code: 'ERR_SERVICE' })
    )
  }

  return async (request, runtime) => {
    const { action } = request
    runtime.signal?.throwIfAborted()
    const transport = parts.transports.get(runtime)
    const prepared = await prepareRequest(request, runtime, parts)
    const { host } = prepared.endpoint
    const tell = parts.listener()
    const observed = tell && (await observe(tell, request, host))
    const provider = observed ? observed.provider(parts.provider) : parts.provider
    const { deadline = DEADLINE } = runtime
    const limits = limitWork(runtime.signal, deadline, () => callTooLong(host, deadline))
    const { signal } = limits
    let call: CallRecovery | undefined

    const sendOnce = async (credentials: Credentials | undefined, offset: number): Promise<Outcome> => {
      try {
        const { url, ...init } = await signRequest(prepared, credentials, now() + offset, nonce())
        const answer = await transport(url, { ...init, signal, readTimeout: runtime.readTimeout || undefined })
        if (answer.status < 300)
          return {
            response: {
              statusCode: answer.status,
              headers: answer.headers,
              body: await readAnswer(answer, request, host, parts.config.bigints),
            },
          }
        return {
          error: await refusal(answer, { host, action, secrets: secretsOf(credentials), now }),
          serverDate: answer.headers.get('date'),
        }
      } catch (error) {
        if (signal.aborted || !isAlibabaCloudError(error)) throw error
        return { error }
      }
    }
    const attempt = observed ? observed.attempt(sendOnce) : sendOnce

    try {
      for (;;) {
        const credentials = await resolveCredentials(provider, request, signal, call?.rejectedKeyId)
        const started = now()
        const offset = recovery?.offset(host) ?? 0
        const outcome = await attempt(credentials, offset)
        if ('response' in outcome) {
          if (!call) recovery?.succeeded()
          return outcome.response
        }
        if (!recovery) await loadRecovery()
        call ??= recovery?.forCall(runtime, {
          host,
          action,
          version: request.version,
          signal,
          tell: observed?.tell,
          renew: (rejected) => resolveCredentials(provider, request, signal, rejected),
        })
        if (!call) throw outcome.error
        await call.again({ ...outcome, started, offset, credentials })
      }
    } catch (error) {
      if (limits.expired && error === limits.expired) Object.assign(limits.expired, { attempts: call?.attempts ?? [] })
      throw error
    } finally {
      limits.end()
    }
  }
}

function callTooLong(host: string, deadline: number): AlibabaCloudError {
  const hint = 'Raise deadline if the work takes longer.'
  return new AlibabaCloudError(`The call to ${host} did not end within ${deadline} ms.`, { code: 'ERR_TIMEOUT', retryable: true, hint })
}

async function resolveCredentials(
  provider: CredentialProvider | undefined,
  request: RpcRequest,
  signal: AbortSignal,
  rejectedKeyId: string | undefined,
): Promise<Credentials | undefined> {
  if (request.authType === 'Anonymous') return undefined
  if (!provider) {
    throw new CredentialsError(`${request.action} needs credentials, and the client has none.`, {
      code: 'ERR_CREDENTIALS_NOT_CONFIGURED',
      provider: 'none',
      hint: 'Pass credential, or accessKeyId and accessKeySecret, to the client.',
    })
  }
  return provider({ signal, rejectedKeyId })
}

function secretsOf(credentials: Credentials | undefined): string[] {
  if (!credentials) return []
  const { accessKeySecret, securityToken, bearerToken } = credentials
  return [accessKeySecret, securityToken, bearerToken].filter((secret): secret is string => Boolean(secret))
}
