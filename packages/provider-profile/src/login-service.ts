import {
  type CacheOptions,
  type Credentials,
  CredentialsError,
  checkNames,
  type Environment,
  type ErrorCode,
  type FetchLike,
  loadProviderPart,
  parseJsonObject,
  readKeys,
  readMilliseconds,
  requestText,
} from '@x/credentials-core'

/** How a login service is reached. */
export interface LoginServiceOptions {
  /** Milliseconds to wait for an answer. Default 10000; 0 means the default. */
  readonly timeout?: number | undefined
  /** Milliseconds to connect. Default 5000; 0 means the default. */
  readonly connectTimeout?: number | undefined
  /** Sends the requests. Default: `createTransport` of `@x/tea-rpc/transport`. */
  readonly fetch?: FetchLike | undefined
  /** Where the transport reads the proxy variables. Default: the environment of the process. */
  readonly env?: Environment | undefined
  /** Settings of the cache. */
  readonly refresh?: CacheOptions | undefined
}

/**
 * Refuses options of a login that are not known or of the wrong kind.
 *
 * @param functions - Names of the provider's own functions, each with a blank after it.
 * @param others - Names of its other options, separated by blanks.
 */
export function checkLoginOptions(options: LoginServiceOptions, functions: string, others: string): void {
  checkNames(options, { any: `${others} timeout connectTimeout`, function: `${functions}fetch`, object: 'env refresh' })
}

/** One request to a login service. */
interface LoginRequest {
  readonly url: string
  /** The operation, for the errors. */
  readonly action: string
  /** Of the login. */
  readonly token?: string | undefined
  /** A form, or JSON text. */
  readonly body: URLSearchParams | string
  readonly signal?: AbortSignal | undefined
  /** The statuses that mean: log in again. */
  readonly ended: readonly number[]
}

/** What a service answered with status 200. */
interface LoginAnswer {
  readonly members: Readonly<Record<string, unknown>>
  /** The error for an answer that lacks something. */
  readonly unusable: (field: string) => CredentialsError
  /** The credentials in an object of the answer. */
  readonly readKey: (key: object) => Credentials
}

interface AccessToken {
  readonly accessToken?: string | undefined
  /** When it ends, in seconds since 1970; 0 if nobody knows. */
  readonly accessTokenExpire?: number | undefined
}

interface LoginService {
  readonly ask: (request: LoginRequest) => Promise<LoginAnswer>
  /** The token of a login. @throws CredentialsError `ERR_CREDENTIALS_LOGIN_REQUIRED` when there is none, or it has ended. */
  readonly tokenOf: (login: AccessToken) => string
}

const BODY_LIMIT = 256 * 1024

/**
 * Asks a login service, with time and size bounded and redirects refused. What the service decided becomes a typed error: of its text, only a
 * code in letters is told.
 *
 * @param mode - What the command line calls the kind of login.
 */
export function loginService(provider: string, mode: string, options: LoginServiceOptions): LoginService {
  const timeout = readMilliseconds(options, 'timeout', 10_000)
  const connectTimeout = readMilliseconds(options, 'connectTimeout', 5000)
  const { env, refresh } = options
  let { fetch } = options
  const { now = Date.now } = refresh ?? {}
  const login = { code: 'ERR_CREDENTIALS_LOGIN_REQUIRED', provider, hint: `Log in again: aliyun configure --mode ${mode}.` } as const

  async function ask({ url, action, token, body, signal, ended }: LoginRequest): Promise<LoginAnswer> {
    if (!fetch) {
      const { createTransport } = await loadProviderPart(provider, () => import('@x/tea-rpc/transport'))
      fetch ??= createTransport({ readTimeout: timeout, connectTimeout, env })
    }
    const isForm = typeof body !== 'string'
    const { status, text, ms } = await requestText(url, {
      ...refresh,
      method: 'POST',
      headers: {
        accept: 'application/json',
        'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
        ...(token && { authorization: `Bearer ${token}` }),
      },
      body: `${body}`,
      fetch,
      timeout: timeout + connectTimeout,
      limit: BODY_LIMIT,
      signal,
      action,
    })
    const { host } = new URL(url)
    const members = parseJsonObject(text)
    const said = serviceCode(members)
    const fail = (code: ErrorCode, problem: string, details: { retryable?: boolean; hint?: string; field?: string }): CredentialsError =>
      new CredentialsError(`${host} ${problem}.`, {
        code,
        provider,
        ...details,
        attempts: [{ host, action, status, code: said ?? code, ms }],
      })
    const unusable = (field: string): CredentialsError =>
      fail('ERR_BAD_RESPONSE', `answered ${action} without a usable ${field}`, { retryable: true, field })
    if (status === 200)
      return { members, unusable, readKey: (key) => readKeys(key, { type: 'sts', providerName: provider, fail: unusable }) }

    const problem = `refused ${action} (${[`status ${status}`, said, requestId(members)].filter(Boolean).join(', ')})`
    if (ended.includes(status)) throw fail(login.code, problem, login)
    if (status === 403) throw fail('ERR_CREDENTIALS_DENIED', problem, { hint: 'Ask for the right to use this account and access.' })
    throw fail('ERR_SERVICE', problem, { retryable: status === 408 || status === 429 || status >= 500 })
  }

  function tokenOf({ accessToken, accessTokenExpire = 0 }: AccessToken): string {
    if (accessToken && !(accessTokenExpire && accessTokenExpire * 1000 <= now())) return accessToken
    throw new CredentialsError(`The login of ${mode} has expired.`, { ...login, field: 'accessTokenExpire' })
  }

  return { ask, tokenOf }
}

/** Whether a text can be a token of a login. */
export function isToken(value: unknown): value is string {
  return typeof value === 'string' && /^[!-~]+$/.test(value)
}

/** Secrets hold digits, codes such as `invalid_grant` and `Forbidden.User` do not. */
function serviceCode({ error, ErrorCode, Code }: Readonly<Record<string, unknown>>): string | undefined {
  return [error, ErrorCode, Code].find((code): code is string => typeof code === 'string' && /^[A-Za-z][A-Za-z._]{1,63}$/.test(code))
}

function requestId({ requestId, RequestId }: Readonly<Record<string, unknown>>): string | undefined {
  const id = requestId ?? RequestId
  return typeof id === 'string' && /^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/.test(id) ? `RequestId ${id}` : undefined
}
