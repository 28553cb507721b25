import { type AlibabaCloudError, type CredentialLike, emit, invalidOption, type KeyCredentials } from '@x/credentials-core'
import { checkStsOptions } from '@x/tea-rpc/sts'
import { corsHeaders, emptyAnswer, jsonAnswer, preflightHeaders } from './answer-headers.ts'
import { type PolicyDocument, policyText } from './policy-text.ts'
import { readOrigins } from './read-origins.ts'
import { createSessionKeys, type RoleOptions } from './session-keys.ts'

/** Who asks, as your application knows them. */
export interface HandlerSession {
  /** Names the session of the role, in the logs of the cloud, too: 2 to 64 letters, digits, `.@-_`. Sessions of one name share keys. */
  readonly name: string
  /** What this one may do, in place of the handler's `policy`. */
  readonly policy?: string | PolicyDocument | undefined
}

/** Options of `credentialsHandler`: who assumes which role, what its keys may do, and which pages and people get them. */
export interface CredentialsHandlerOptions extends RoleOptions {
  /** Gives the keys that assume the role. They stay on the server. */
  readonly provider: CredentialLike
  /** Narrows what the keys of a page may do, below what the role may. */
  readonly policy: string | PolicyDocument
  /** The origins of your pages, whole and exact, such as `https://app.example.com`; also that of the back end, if it serves pages. */
  readonly origins: readonly string[]
  /** Says who asks, by cookie or header: a session, nothing when nobody is logged in (401), or `false` for who may not have keys (403). */
  readonly session: (request: Request) => SessionAnswer | Promise<SessionAnswer>
  /** How many sessions are remembered, so that they are not asked for anew. Default 1000. */
  readonly maxSessions?: number | undefined
  /** Is told why a request failed: pages are not. What it throws, or its promise is rejected with, is ignored. */
  readonly onError?: ((error: unknown) => void) | undefined
}

type SessionAnswer = HandlerSession | false | null | undefined

/** Requests have no body that is read. */
const BODY_LIMIT = 16 * 1024

/**
 * The part of the hand-off that runs on your server: answers pages that use `fromBackend` with keys of a RAM role for 15 minutes and no
 * more than `policy` allows. It takes and gives what `fetch` does, so it fits Hono, Next.js, Workers and Deno as it is.
 *
 * Denies by default: a request needs an `Origin` that is listed, and a session. Every refusal is a status without a body.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` at once for an option that cannot be used. The handler itself never rejects.
 * @example
 * export const POST = credentialsHandler({ provider: fromDefaultChain(), roleArn, policy, origins: ['https://app.example.com'], session })
 */
export function credentialsHandler(options: CredentialsHandlerOptions): (request: Request) => Promise<Response> {
  if (typeof options !== 'object' || options === null)
    throw invalidOption('provider', 'is missing', 'Pass { provider, policy, origins, session }.')
  checkStsOptions(options, { any: 'provider policy origins session maxSessions roleArn externalId', function: 'onError' })
  checkProvider(options.provider)
  const { provider, policy, origins, session, maxSessions = 1000, onError, ...role } = options
  if (typeof session !== 'function')
    throw invalidOption('session', 'is no function', 'Pass (request) => ({ name }), or nothing for who is not logged in.')
  if (!(Number.isInteger(maxSessions) && maxSessions > 0))
    throw invalidOption('maxSessions', 'is no whole number above 0', 'Give how many to remember.')
  const allowed = readOrigins(origins)
  const usual = policyText(policy, 'policy')
  const keysOf = createSessionKeys(provider, { ...role, max: maxSessions, policy: usual })
  const now = role.now ?? role.refresh?.now ?? Date.now

  async function answer(request: Request): Promise<Response> {
    const { method, headers } = request
    if (method !== 'POST' && method !== 'OPTIONS') return emptyAnswer(405, { Allow: 'POST, OPTIONS' })
    const origin = headers.get('origin')
    if (origin === null || !allowed.has(origin) || !isAskedByScript(headers)) return emptyAnswer(403)
    const cors = corsHeaders(origin)
    if (method === 'OPTIONS') return emptyAnswer(204, { ...cors, ...preflightHeaders(request) })
    if (Number(headers.get('content-length')) > BODY_LIMIT) return emptyAnswer(413, cors)
    try {
      const found = await session(request)
      if (!found) return emptyAnswer(found === false ? 403 : 401, cors)
      const keys = await keysOf({
        name: nameOf(found),
        policy: found.policy === undefined ? usual : policyText(found.policy, 'session.policy'),
        rejectedKeyId: headers.get('x-rejected-key-id') ?? undefined,
      })
      return jsonAnswer(bodyOf(keys, now()), cors)
    } catch (error) {
      emit(onError, error)
      return emptyAnswer((error as Partial<AlibabaCloudError> | undefined)?.retryable ? 503 : 500, cors)
    }
  }
  return answer
}

function checkProvider(provider: CredentialLike | undefined): void {
  if (typeof provider === 'function' || typeof provider?.getCredential === 'function') return
  throw invalidOption('provider', 'gives no credentials', 'Pass what gives the keys that assume the role, such as fromDefaultChain().')
}

/** Forms, links and pictures are no business of ours. Browsers say so; what says nothing has still an origin to show. */
function isAskedByScript(headers: Headers): boolean {
  return ['cors', 'same-origin', null].includes(headers.get('sec-fetch-mode'))
}

/** Without a name of its own a session would get the one of a variable, and share its keys. */
function nameOf({ name }: HandlerSession): string {
  if (typeof name === 'string' && name !== '') return name
  throw invalidOption(
    'session.name',
    'is missing',
    "Return { name } with 2 to 64 letters, digits, dots, @, hyphens and underscores: the user's id, for one.",
  )
}

/** The members that a credentials URI has, and how long the keys last, as clocks of users are often wrong. */
function bodyOf({ accessKeyId, accessKeySecret, securityToken, expiration }: KeyCredentials, now: number): object {
  return {
    Code: 'Success',
    AccessKeyId: accessKeyId,
    AccessKeySecret: accessKeySecret,
    SecurityToken: securityToken,
    Expiration: expiration?.toISOString(),
    ExpiresIn: expiration && Math.floor((expiration.getTime() - now) / 1000),
  }
}
