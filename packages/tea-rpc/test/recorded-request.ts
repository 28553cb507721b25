import type { CredentialSource, Credentials, FetchInit, FetchLike } from '@x/credentials-core'

/** A request as the transport got it. */
export interface RecordedRequest {
  readonly url: URL
  readonly method: string
  readonly headers: Record<string, string>
  readonly body: string | Uint8Array | null
  /** Decoded pairs of the query. */
  readonly query: Record<string, string>
  /** Decoded pairs of a form body. */
  readonly form: Record<string, string>
}

export interface Answer {
  readonly status?: number
  readonly headers?: Record<string, string>
  readonly body?: string
}

/** A `fetch` that records what it is asked to send, and gives the answers in turn; the last one is given for ever. */
export function recordingFetch(...answers: (Answer | Error)[]): { fetch: FetchLike; requests: RecordedRequest[] } {
  const requests: RecordedRequest[] = []
  const fetch = async (address: string, init: FetchInit = {}): Promise<Response> => {
    const url = new URL(address)
    const headers = { ...init.headers }
    const body = (init.body ?? null) as string | Uint8Array | null
    const isForm = headers['content-type'] === 'application/x-www-form-urlencoded'
    requests.push({
      url,
      method: init.method ?? 'GET',
      headers,
      body,
      query: Object.fromEntries(url.searchParams),
      form: isForm ? Object.fromEntries(new URLSearchParams(String(body))) : {},
    })
    const answer = answers[Math.min(requests.length, answers.length) - 1] ?? {}
    if (answer instanceof Error) throw answer
    const { status = 200, headers: answered, body: text = '{}' } = answer
    return new Response(status === 204 ? null : text, { status, ...(answered && { headers: answered }) })
  }
  return { fetch, requests }
}

/**
 * A provider of the very credentials of a vector, some of which no service gives out (a secret with blanks, say). They carry the mark
 * of credentials that are checked already, so that the signature is tested with them and not the check.
 */
export function recordedCredential(credential: Record<string, string | undefined>): CredentialSource {
  const { type, securityToken } = credential
  const token = type === 'id_token' ? { bearerToken: securityToken } : { securityToken }
  return async () =>
    ({ ...credential, securityToken: undefined, ...token, [Symbol.for('alibaba-cloud.credentials')]: true }) as unknown as Credentials
}
