import type { FetchInit, FetchLike, FetchLikeResponse } from '../fetch-like.ts'

/** One answer of a scripted `fetch`. */
export interface ScriptedAnswer {
  /** Default 200. */
  readonly status?: number | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Text and bytes are sent as they are, anything else as JSON. */
  readonly body?: unknown
  /** The request fails with this. */
  readonly error?: unknown
  /** The request never gets an answer; it ends when its signal aborts. */
  readonly hang?: boolean | undefined
  /** Waited for before the answer comes. */
  readonly until?: Promise<unknown> | undefined
}

/** One request that a scripted `fetch` has seen. */
export interface ScriptedRequest extends FetchInit {
  readonly url: string
}

/** A `FetchLike` that reaches no network. */
export interface ScriptedFetch extends FetchLike {
  /** Every request, in order. */
  readonly requests: ScriptedRequest[]
}

type Script = ScriptedAnswer | ((request: ScriptedRequest) => ScriptedAnswer)

/**
 * A `fetch` that gives the answers of a script, one a request, and then fails. A single function answers every request.
 *
 * @example const fetch = createScriptedFetch([{ status: 503 }, { body: { Code: 'Success' } }])
 */
export function createScriptedFetch(script: readonly Script[] | ((request: ScriptedRequest) => ScriptedAnswer)): ScriptedFetch {
  const requests: ScriptedRequest[] = []
  const send: FetchLike = async (url, init = {}) => {
    const request = { ...init, url }
    requests.push(request)
    const step = typeof script === 'function' ? script : script[requests.length - 1]
    if (!step) throw new Error(`The script has no answer to request ${requests.length}.`)
    const answer = typeof step === 'function' ? step(request) : step
    init.signal?.throwIfAborted()
    if (answer.until) await answer.until
    if (answer.hang) await aborted(init.signal)
    if (answer.error !== undefined) throw answer.error
    return toResponse(answer)
  }
  return Object.assign(send, { requests })
}

function aborted(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason), { once: true }))
}

function toResponse({ status = 200, headers = {}, body = '' }: ScriptedAnswer): FetchLikeResponse {
  const raw = typeof body === 'string' || body instanceof Uint8Array || body instanceof ReadableStream
  const content = new Response(raw ? (body as BodyInit) : JSON.stringify(body))
  const found = new Headers(headers)
  return {
    status,
    headers: found,
    body: content.body,
    text: () => content.text(),
    arrayBuffer: () => content.arrayBuffer(),
  }
}
