import { type CredentialProvider, type Credentials, emit, isAlibabaCloudError } from '@x/credentials-core'
import type { OnRpcEvent } from './events.ts'
import type { Attempter, Call } from './send-request.ts'
import { createStrike, type Strike } from './strike-secrets.ts'

/** A call whose parts tell of what they do. */
export interface ObservedCall extends Pick<Call, 'provider' | 'attempt'> {
  readonly tell: OnRpcEvent
}

/** Turns the calls of one client into events. */
export function createObserver(now: () => number): (listener: OnRpcEvent, call: Call) => ObservedCall {
  let last: Credentials | undefined
  let struck: readonly [Credentials | undefined, Strike] | undefined
  /** Without the secrets of the request, which a server may send back. */
  const clean = (text: string, credentials: Credentials | undefined): string => {
    if (struck?.[0] !== credentials) struck = undefined
    struck ??= [credentials, createStrike(credentials)]
    return struck[1](text)
  }
  return (listener, { request: { action, version }, host, provider, attempt }) => {
    let attempts = 0
    const tell: OnRpcEvent = (event) => emit(listener, event)
    const seen = (credentials: Credentials): void => {
      const { providerName: provider, expiration } = credentials
      if (last && last !== credentials) tell({ type: 'refresh', provider, expiration })
      last = credentials
      const expiredForMs = expiration ? now() - expiration.getTime() : -1
      if (expiredForMs >= 0) tell({ type: 'stale', provider, expiredForMs })
    }
    const observedProvider: CredentialProvider = async (options) => {
      const source = provider as CredentialProvider
      const startedAt = now()
      const done = (provider = 'custom', expiration?: Date, code?: string): void =>
        tell({ type: 'resolve', provider, startedAt, ms: now() - startedAt, expiration, code })
      try {
        const credentials = await source(options)
        done(credentials.providerName, credentials.expiration)
        seen(credentials)
        return credentials
      } catch (error) {
        done(source.providerName, undefined, codeOf(error))
        throw error
      }
    }
    const observedAttempt: Attempter = async (credentials, offset) => {
      const startedAt = now()
      const done = (status?: number, code?: string, requestId?: string | null): void =>
        tell({
          type: 'attempt',
          ...{ action, version, host },
          attempt: ++attempts,
          startedAt,
          ms: now() - startedAt,
          status,
          code,
          requestId: requestId ? clean(requestId, credentials) : undefined,
        })
      try {
        const outcome = await attempt(credentials, offset)
        if ('response' in outcome) {
          const { statusCode, headers } = outcome.response
          done(statusCode, undefined, headers.get('x-acs-request-id'))
        } else {
          const { statusCode, requestId } = outcome.error as { statusCode?: number; requestId?: string }
          done(statusCode, codeOf(outcome.error), requestId)
        }
        return outcome
      } catch (error) {
        // What cannot be sent was no attempt.
        if (codeOf(error) !== 'ERR_INVALID_OPTION') done(undefined, codeOf(error))
        throw error
      }
    }
    return { tell, provider: provider && observedProvider, attempt: observedAttempt }
  }
}

function codeOf(error: unknown): string {
  if (!isAlibabaCloudError(error)) return 'ABORTED'
  return (error as { serviceCode?: string }).serviceCode ?? error.code
}
