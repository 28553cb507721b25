import {
  type AlibabaCloudError,
  CredentialsError,
  type ErrorCode,
  type FetchInit,
  type FetchLike,
  type KeyCredentials,
  requestText,
  type TextResponse,
  type Timing,
  TransportError,
} from '@x/credentials-core'
import { readKeys } from './read-keys.ts'

/** How the back end is asked. */
export interface RequestKeysOptions {
  readonly provider: string
  readonly fetch: FetchLike | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly cookies: boolean
  readonly timeout: number
  readonly signal: AbortSignal | undefined
  readonly timing: Timing
}

const BODY_LIMIT = 64 * 1024
const ACTION = 'GetCredentials'
/** Source of the statuses: `credentialsHandler`. Others that are asked in its place are expected to use the usual ones. */
const REFUSALS: Readonly<Record<number, readonly [code: ErrorCode, problem: string, hint: string]>> = {
  401: ['ERR_CREDENTIALS_LOGIN_REQUIRED', 'says that nobody is logged in, or that the session has ended', 'Log in, then try again.'],
  403: [
    'ERR_CREDENTIALS_DENIED',
    'gives no keys to this page or user',
    "Add the page's origin to `origins` of credentialsHandler, and check what its `session` says.",
  ],
  404: ['ERR_SERVICE', 'has nothing at this address', 'Let url lead to credentialsHandler.'],
  405: ['ERR_SERVICE', 'takes no POST at this address', 'Let url lead to credentialsHandler, for POST and OPTIONS.'],
}

/**
 * One request to the back end. A POST, as then a browser says of which origin the page is, even to the same one.
 *
 * @throws CredentialsError for what came back, TransportError when nothing did. None holds a header, an address or a part of the answer.
 */
export async function requestKeys(address: string, options: RequestKeysOptions): Promise<KeyCredentials> {
  const { provider, fetch, headers, cookies, timeout, signal, timing } = options
  const { host } = new URL(address)
  const now = timing.now ?? Date.now
  const init = { credentials: cookies ? 'include' : 'omit', cache: 'no-store' }
  const send = fetch ?? directSend
  const begun = now()
  let answer: TextResponse
  try {
    answer = await requestText(address, {
      ...timing,
      method: 'POST',
      headers: { ...headers },
      fetch: (url, given) => send(url, { ...given, ...init } as FetchInit),
      timeout,
      limit: BODY_LIMIT,
      signal,
      action: ACTION,
    })
  } catch (error) {
    throw explain(error as AlibabaCloudError, host, provider)
  }
  const { status, text, ms } = answer
  const fail = (code: ErrorCode, problem: string, hint: string, field?: string): CredentialsError =>
    new CredentialsError(`${host} ${problem}.`, {
      code,
      provider,
      field,
      hint,
      // Only the back end's own word about who asks is final. A wrong address may be a roll-out under way.
      retryable: !code.startsWith('ERR_CREDENTIALS_'),
      attempts: [{ host, action: ACTION, status, code, ms }],
    })
  if (status === 200) return readKeys(text, { provider, begun, fail })
  throw fail(
    ...(REFUSALS[status] ?? ['ERR_SERVICE', `answered with status ${status}`, 'Its log says why: see onError of credentialsHandler.']),
  )
}

const directSend: FetchLike = (url, init) => globalThis.fetch(url, init)

/** Says what to do about a request that got no answer. */
function explain(error: AlibabaCloudError, host: string, provider: string): unknown {
  const { code, retryable, attempts } = error
  if (code === 'ERR_BAD_RESPONSE' && !retryable) {
    // Most servers so send whoever is not logged in to a page.
    return new CredentialsError(`${host} answered with a redirect, which is not followed.`, {
      code: 'ERR_CREDENTIALS_LOGIN_REQUIRED',
      provider,
      attempts,
      hint: 'Log in, then try again. If you are logged in, let url lead to credentialsHandler itself.',
    })
  }
  if (code !== 'ERR_NETWORK') return error
  const offline = (globalThis as { navigator?: { onLine?: boolean } }).navigator?.onLine === false
  const problem = offline ? 'cannot be reached: the browser is offline' : 'could not be reached'
  const hint = offline
    ? 'Try again when the connection is back.'
    : "Check the connection. If the browser's console speaks of CORS, add the page's origin to `origins` of credentialsHandler."
  return new TransportError(`${host} ${problem}.`, { code, host, retryable, attempts, hint })
}
