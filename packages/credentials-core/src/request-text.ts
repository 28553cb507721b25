import { directFetch } from '#direct-fetch'
import { type ErrorCode, isAlibabaCloudError, TransportError } from './errors.ts'
import type { FetchInit, FetchLike } from './fetch-like.ts'
import { cancelFlight, joinFlight, startFlight } from './flight.ts'
import { isIdle, markIdle } from './idle-work.ts'
import { systemCode } from './system-code.ts'
import { afterTimeout, type Timing } from './timing.ts'
import { userAgent } from './user-agent.ts'

/** Settings of `requestText`. */
export interface RequestTextOptions extends Pick<FetchInit, 'method' | 'headers' | 'body'>, Timing {
  /** Default `directFetch`: past every proxy. */
  readonly fetch?: FetchLike | undefined
  /** Milliseconds for everything, the answer's body included. */
  readonly timeout: number
  /** Bytes that the answer's body may have. */
  readonly limit: number
  readonly signal?: AbortSignal | undefined
  /** The operation, for the errors. */
  readonly action?: string | undefined
}

/** An answer of any status but a redirect. */
export interface TextResponse {
  readonly status: number
  readonly text: string
  /** Milliseconds it took. */
  readonly ms: number
}

/**
 * One request to a credential endpoint: bounded in time and size, and never redirected, as the answer is a secret.
 *
 * @throws TransportError `ERR_TIMEOUT`, `ERR_TOO_LARGE`, `ERR_BAD_RESPONSE` for a redirect, `ERR_TLS` or `ERR_NETWORK`. It names the host only.
 */
export async function requestText(url: string, options: RequestTextOptions): Promise<TextResponse> {
  const { fetch: send = directFetch, timeout, limit, signal, action, now = Date.now, after = afterTimeout, method, headers, body } = options
  signal?.throwIfAborted()
  const { host } = new URL(url)
  const begun = now()
  const fail = (code: ErrorCode, problem: string, retryable = true): TransportError =>
    new TransportError(`${host} ${problem}.`, { code, host, retryable, attempts: [{ host, action, code, ms: now() - begun }] })

  const exchange = startFlight(async (own): Promise<TextResponse> => {
    if (signal && isIdle(signal)) markIdle(own)
    const agent = userAgent()
    const answer = await send(url, {
      ...(method !== undefined && { method }),
      ...(body !== undefined && { body }),
      headers: { ...(agent && { 'user-agent': agent }), ...headers },
      redirect: 'manual',
      signal: own,
    })
    // Where redirects are hidden from programs, their status is 0.
    if (answer.status === 0 || (answer.status >= 300 && answer.status < 400)) {
      throw fail('ERR_BAD_RESPONSE', 'answered with a redirect, which is not followed', false)
    }
    const text = await readText(answer.body, limit)
    if (text === undefined) throw fail('ERR_TOO_LARGE', `answered with more than ${limit} bytes`)
    return { status: answer.status, text, ms: now() - begun }
  }, begun)

  await joinFlight(exchange, timeout, signal, after)
  if (!exchange.settled) cancelFlight(exchange, fail('ERR_TIMEOUT', `gave no answer within ${timeout} ms`))
  try {
    return await exchange.result
  } catch (error) {
    if (isAlibabaCloudError(error)) throw error
    const code = systemCode(error)
    // The cause is left out: it can hold bytes of the answer.
    throw fail(/CERT|TLS|SSL|VERIFY/.test(code) ? 'ERR_TLS' : 'ERR_NETWORK', `could not be reached${code && ` (${code})`}`)
  } finally {
    // Closes the connection of an answer that was not read to its end.
    exchange.controller.abort()
  }
}

/** The whole body as text, or `undefined` when it is longer than `limit` bytes. */
async function readText(body: ReadableStream<Uint8Array> | null, limit: number): Promise<string | undefined> {
  const reader = body?.getReader()
  if (!reader) return ''
  const decoder = new TextDecoder()
  let text = ''
  for (let left = limit; ; ) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    left -= value.length
    if (left < 0) return undefined
    text += decoder.decode(value, { stream: true })
  }
}
