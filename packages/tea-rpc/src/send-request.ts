import {
  type AlibabaCloudError,
  type Attempt,
  type CredentialProvider,
  type Credentials,
  CredentialsError,
  isAlibabaCloudError,
} from '@x/credentials-core'
import { limitCall } from './call-limits.ts'
import { createClockOffsets } from './clock-offsets.ts'
import type { RuntimeOptions } from './config.ts'
import { prepareRequest, type RequestDefaults } from './prepare-request.ts'
import { readAll } from './read-all.ts'
import { readAnswer } from './read-answer.ts'
import { readError } from './read-error.ts'
import { createRetryBudget, retryPolicy } from './retry.ts'
import type { RpcRequest, RpcResponse } from './rpc-client.ts'
import { signRequest } from './sign-request.ts'
import type { TransportInit } from './transport-options.ts'
import type { Transports } from './transports.ts'

/** What a client sends with. */
export interface SenderParts extends RequestDefaults {
  readonly provider: CredentialProvider | undefined
  readonly transports: Transports
  readonly now: () => number
  readonly nonce: () => string
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
}

/** The outcome of one attempt. */
type Outcome = { readonly response: RpcResponse } | { readonly error: AlibabaCloudError; readonly serverDate?: string | null }

/**
 * Makes the function that sends one request with all its attempts. Every attempt takes a new snapshot of the credentials, a new
 * nonce and a new time stamp. What went wrong decides what happens next: a wrong clock and a rejected key are mended and tried
 * again once each; transient failures are tried again by the retry policy while the client's budget lasts; all else is final.
 */
export function createSender(parts: SenderParts): (request: RpcRequest, runtime: RuntimeOptions) => Promise<RpcResponse> {
  const { provider, now, nonce, sleep } = parts
  const budget = createRetryBudget()
  const clocks = createClockOffsets(now)

  return async (request, runtime) => {
    runtime.signal?.throwIfAborted()
    const policy = retryPolicy(runtime)
    const transport = parts.transports.get(runtime)
    // A body is hashed, and sent again when a request is retried, so a stream is read once, here.
    const body = request.bodyType === 'stream' ? await readAll(request.body, runtime.signal) : request.body
    const prepared = prepareRequest({ ...request, body }, runtime, parts)
    const { host } = prepared.endpoint
    const limits = limitCall(runtime, host)
    const attempts: Attempt[] = []
    let clockMended = false
    let rejectedKeyId: string | undefined

    const attempt = async (credentials: Credentials | undefined, offset: number): Promise<Outcome> => {
      try {
        const { url, ...init } = await signRequest(prepared, credentials, now() + offset, nonce())
        const answer = await transport(url, { ...init, signal: limits.signal, readTimeout: runtime.readTimeout } as TransportInit)
        if (answer.status < 300)
          return { response: { statusCode: answer.status, headers: answer.headers, body: await readAnswer(answer, request, host) } }
        const error = readError(answer.status, answer.headers, await answer.text(), {
          host,
          action: request.action,
          secrets: secretsOf(credentials),
          now,
        })
        return { error, serverDate: answer.headers.get('date') }
      } catch (error) {
        if (limits.signal.aborted || !isAlibabaCloudError(error)) throw error
        return { error }
      }
    }

    try {
      for (;;) {
        const credentials = await resolveCredentials(provider, request, limits.signal, rejectedKeyId)
        const started = now()
        const offset = clocks.offset(host)
        const outcome = await attempt(credentials, offset)
        if ('response' in outcome) {
          if (attempts.length === 0) budget.refill()
          return outcome.response
        }
        const { error } = outcome
        const { statusCode, serviceCode } = error as { statusCode?: number; serviceCode?: string }
        attempts.push({ host, action: request.action, status: statusCode, code: serviceCode ?? error.code, ms: now() - started })
        Object.assign(error, { attempts })
        if (!clockMended && serviceCode === 'InvalidTimeStamp.Expired' && clocks.learn(host, offset, outcome.serverDate)) {
          clockMended = true
        } else if (rejectedKeyId === undefined && credentials?.accessKeyId && isKeyRejection(serviceCode)) {
          rejectedKeyId = credentials.accessKeyId
          const fresh = await resolveCredentials(provider, request, limits.signal, rejectedKeyId)
          if (fresh?.accessKeyId === rejectedKeyId) throw error
        } else {
          if (!error.retryable || attempts.length >= policy.maxAttempts || !budget.spend(error)) throw error
          await sleep(policy.delay(attempts.length, error), limits.signal)
        }
      }
    } catch (error) {
      if (limits.expired && error === limits.expired) Object.assign(limits.expired, { attempts })
      throw error
    } finally {
      limits.end()
    }
  }
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

/** Codes that say that these very keys are over, so that newer ones may work (R25). */
function isKeyRejection(serviceCode: string | undefined): boolean {
  return /^(InvalidSecurityToken|InvalidAccessKeyId)\b/.test(serviceCode ?? '')
}

function secretsOf(credentials: Credentials | undefined): string[] {
  if (!credentials) return []
  return [credentials.accessKeySecret, credentials.securityToken, credentials.bearerToken].filter((secret) => secret !== undefined)
}
