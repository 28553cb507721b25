import {
  type CacheOptions,
  type Credentials,
  CredentialsError,
  createCredentials,
  type Environment,
  type ErrorCode,
  type FetchLike,
  parseJsonObject,
  readMilliseconds,
  requestText,
} from '@x/credentials-core'
import { createTransport } from '@x/tea-rpc/transport'

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

/** One request to a login service. */
interface LoginRequest {
  readonly url: string
  /** The operation, for the errors. */
  readonly action: string
  readonly headers: Record<string, string>
  readonly body: string
  readonly signal: AbortSignal | undefined
  /** The statuses that mean: log in again. */
  readonly ended: readonly number[]
}

/** What a service answered with status 200, and how to refuse it. */
export interface LoginAnswer {
  readonly members: Readonly<Record<string, unknown>>
  /** The answer lacks something. */
  readonly unusable: (field: string) => CredentialsError
}

export type AskLoginService = (request: LoginRequest) => Promise<LoginAnswer>

const BODY_LIMIT = 256 * 1024

/**
 * Asks a login service, with time and size bounded and redirects refused. What the service decided becomes a typed error: of its text, only a
 * code in letters is told.
 *
 * @param login - The hint for a login that has ended.
 */
export function loginService(provider: string, login: string, options: LoginServiceOptions): AskLoginService {
  const timeout = readMilliseconds(options, 'timeout', 10_000)
  const connectTimeout = readMilliseconds(options, 'connectTimeout', 5000)
  const fetch = options.fetch ?? createTransport({ readTimeout: timeout, connectTimeout, env: options.env })

  return async ({ url, action, headers, body, signal, ended }) => {
    const answer = await requestText(url, {
      ...options.refresh,
      method: 'POST',
      headers: { accept: 'application/json', ...headers },
      body,
      fetch,
      timeout: timeout + connectTimeout,
      limit: BODY_LIMIT,
      signal,
      action,
    })
    const { status, text, ms } = answer
    const { host } = new URL(url)
    const members = parseJsonObject(text)
    const fail = (code: ErrorCode, problem: string, retryable: boolean, hint?: string, field?: string): CredentialsError =>
      new CredentialsError(`${host} ${problem}.`, {
        code,
        provider,
        hint,
        field,
        retryable,
        attempts: [{ host, action, status, code: serviceCode(members) ?? code, ms }],
      })
    if (status !== 200) {
      const said = [`status ${status}`, serviceCode(members), requestId(members)].filter(Boolean).join(', ')
      const problem = `refused ${action} (${said})`
      if (ended.includes(status)) throw fail('ERR_CREDENTIALS_LOGIN_REQUIRED', problem, false, login)
      if (status === 403) throw fail('ERR_CREDENTIALS_DENIED', problem, false, 'Ask for the right to use this account and access.')
      throw fail('ERR_SERVICE', problem, status === 408 || status === 429 || status >= 500)
    }
    return {
      members,
      unusable: (field) => fail('ERR_BAD_RESPONSE', `answered ${action} without a usable ${field}`, true, undefined, field),
    }
  }
}

/** Credentials out of an answer. */
export function readKey(
  provider: string,
  { AccessKeyId, AccessKeySecret, SecurityToken, Expiration }: Readonly<Record<string, unknown>>,
  unusable: LoginAnswer['unusable'],
): Credentials {
  if (Expiration === undefined || Expiration === null) throw unusable('Expiration')
  try {
    return createCredentials({
      type: 'sts',
      accessKeyId: AccessKeyId as string,
      accessKeySecret: AccessKeySecret as string,
      securityToken: SecurityToken as string,
      expiration: Expiration as string,
      providerName: provider,
    })
  } catch (error) {
    const { field = '' } = error as { field?: string }
    throw unusable(field.charAt(0).toUpperCase() + field.slice(1))
  }
}

/** Secrets hold digits, codes such as `invalid_grant` and `Forbidden.User` do not. */
function serviceCode({ error, ErrorCode, Code }: Readonly<Record<string, unknown>>): string | undefined {
  return [error, ErrorCode, Code].find((code): code is string => typeof code === 'string' && /^[A-Za-z][A-Za-z._]{1,63}$/.test(code))
}

function requestId({ requestId, RequestId }: Readonly<Record<string, unknown>>): string | undefined {
  const id = requestId ?? RequestId
  return typeof id === 'string' && /^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/.test(id) ? `RequestId ${id}` : undefined
}
