import { addressProblem } from './address-problem.ts'
import { type CacheOptions, cached } from './cached.ts'
import { checkNames } from './check-names.ts'
import type { Credentials, KeyCredentials } from './credentials.ts'
import { type Environment, readVariable } from './environment.ts'
import { CredentialsError, type ErrorCode } from './errors.ts'
import type { FetchLike } from './fetch-like.ts'
import { notSet } from './not-set.ts'
import { parseJsonObject } from './parse-json-object.ts'
import type { CredentialProvider, ResolveOptions } from './provider.ts'
import { readKeys } from './read-keys.ts'
import { readMilliseconds } from './read-milliseconds.ts'
import { requestText, type TextResponse } from './request-text.ts'

/** Where credentials are asked for over HTTP, and how. */
export interface FromCredentialsUriOptions {
  /** Address that answers with credentials. Default: `ALIBABA_CLOUD_CREDENTIALS_URI`. */
  readonly credentialsURI?: string | undefined
  /** Lets `http:` reach hosts other than loopback. Default false. */
  readonly allowHttp?: boolean | undefined
  /** Milliseconds to wait for the answer. Default 10000; 0 means the default. */
  readonly timeout?: number | undefined
  /** Milliseconds to connect; the two together bound the request. Default 5000; 0 means the default. */
  readonly connectTimeout?: number | undefined
  /** Sends the request. Default `directFetch`: past every proxy. */
  readonly fetch?: FetchLike | undefined
  /** The variables. Default: those of the process, read at each refresh. */
  readonly env?: Environment | undefined
  /** Settings of the cache. */
  readonly refresh?: CacheOptions | undefined
}

const NAME = 'credential_uri'
const VARIABLE = 'ALIBABA_CLOUD_CREDENTIALS_URI'
const BODY_LIMIT = 256 * 1024

/**
 * Temporary credentials from an HTTP address, such as a helper on the same machine, as the JSON object `{ "Code": "Success", "AccessKeyId",
 * "AccessKeySecret", "SecurityToken", "Expiration" }`. Cached and refreshed in time. `http:` is for loopback, unless `allowHttp`.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` at once for an address given in code that cannot be used; at a call for the variable's.
 * @throws CredentialsError `ERR_CREDENTIALS_NOT_CONFIGURED` at a call, skippable, without an address; `ERR_CREDENTIALS_DENIED`,
 * `ERR_SERVICE` or `ERR_BAD_RESPONSE` for what came back.
 * @throws TransportError when no answer came.
 * @example const provider = fromCredentialsUri({ credentialsURI: 'http://localhost:4000/credentials' })
 */
export function fromCredentialsUri(options: FromCredentialsUriOptions = {}): CredentialProvider<KeyCredentials> {
  checkNames(options, { boolean: 'allowHttp', object: 'refresh', function: 'fetch', any: 'credentialsURI timeout connectTimeout env' })
  const { credentialsURI, allowHttp, env, refresh, fetch } = options
  const timeout = readMilliseconds(options, 'timeout', 10_000) + readMilliseconds(options, 'connectTimeout', 5000)
  if (credentialsURI !== undefined) checked(credentialsURI, 'credentialsURI')

  /** The address, unless it would show credentials to others. */
  function checked(address: string, field: string): string {
    const problem = addressProblem(address, allowHttp)
    if (!problem) return address
    const hint = 'Give one such as http://127.0.0.1:4000/credentials, or https; allowHttp: true allows http elsewhere.'
    throw new CredentialsError(`${field} ${problem}.`, { code: 'ERR_INVALID_OPTION', provider: NAME, field, hint })
  }

  async function source({ signal }: ResolveOptions = {}): Promise<Credentials> {
    const set = readVariable(env, VARIABLE)
    const address = credentialsURI ?? (set && checked(set, VARIABLE))
    if (!address) throw notSet(NAME, [VARIABLE])
    return readAnswer(await requestText(address, { ...refresh, fetch, timeout, limit: BODY_LIMIT, signal }), new URL(address).host)
  }
  return cached(source, { ...refresh, name: NAME }) as CredentialProvider<KeyCredentials>
}

function readAnswer({ status, text, ms }: TextResponse, host: string): Credentials {
  const fail = (code: ErrorCode, problem: string, retryable: boolean, field?: string): CredentialsError =>
    new CredentialsError(`${host} ${problem}.`, { code, provider: NAME, field, retryable, attempts: [{ host, status, code, ms }] })
  if (status === 401 || status === 403) throw fail('ERR_CREDENTIALS_DENIED', `refused with status ${status}`, false)
  if (status !== 200) throw fail('ERR_SERVICE', `answered with status ${status}`, status === 408 || status === 429 || status >= 500)

  const members = parseJsonObject(text)
  const unusable = (member: string): CredentialsError => fail('ERR_BAD_RESPONSE', `answered without a usable ${member}`, true, member)
  // Some servers leave the Code out.
  if (members.Code !== undefined && members.Code !== 'Success') throw unusable('Code')
  return readKeys(members, { type: 'credentials_uri', providerName: NAME, fail: unusable })
}
