import type { Credentials } from '@x/credentials-core'
// By the public name: this file is a bundle of its own, and the class must be the one that users know.
import { RpcError } from '@x/tea-rpc'
import { createStrike, type Strike } from './strike-secrets.ts'

/** Characters of one field, and of an access-denied detail. */
const MAX_FIELD = 300
const MAX_DETAIL = 16_384

/** What the error says beside the service's answer. */
export interface FailedRequest {
  readonly host: string
  readonly action: string
  /** Went with the request; their secrets are struck out of all that the service says. */
  readonly credentials: Credentials | undefined
}

/**
 * Makes the error of an answer that is not a success. The body may be JSON (names in either case), XML, or a page of a gateway
 * in front of the service; the status, the request id and a cleaned, short text are kept from it, and nothing else.
 */
export function readError(
  status: number,
  headers: { get(name: string): string | null },
  text: string,
  request: FailedRequest,
  now: () => number,
): RpcError {
  const strike = createStrike(request.credentials)
  const body = parseBody(text)
  const field = (name: string): string | undefined => {
    const value = body[name] ?? body[name.charAt(0).toLowerCase() + name.slice(1)]
    return typeof value === 'string' ? clean(value, strike) || undefined : undefined
  }
  const code = field('Code')
  const serviceCode = code ?? 'UnknownError'
  const serviceMessage = field('Message') ?? (code ? '' : clean(text, strike))
  const requestId = field('RequestId') ?? (clean(headers.get('x-acs-request-id') ?? '', strike) || undefined)
  const denied = body.AccessDeniedDetail ?? body.accessDeniedDetail
  const facts = [`status ${status}`, requestId && `request id ${requestId}`].filter(Boolean).join(', ')
  return new RpcError(
    `${request.action} was refused by ${request.host}: ${serviceCode}${serviceMessage && `, ${sentence(serviceMessage)}`} (${facts}).`,
    {
      code: 'ERR_SERVICE',
      statusCode: status,
      serviceCode,
      serviceMessage,
      requestId,
      recommend: field('Recommend'),
      hostId: field('HostId'),
      accessDeniedDetail: typeof denied === 'object' && denied !== null ? copyDetail(denied, strike) : undefined,
      retryAfterMs: retryAfter(headers, now),
      retryable: isTransient(status, serviceCode),
      hint: hintFor(serviceCode),
    },
  )
}

/** Statuses and codes after which the same request may succeed (rpc 5.3, R28). */
function isTransient(status: number, code: string): boolean {
  // The picture cannot be decoded: answered as 500, but the same at every attempt (ocr 8).
  if (code === 'InternalError.Decode') return false
  return status === 408 || status === 429 || status >= 500 || /Throttling|^ServiceUnavailable|^InternalError/.test(code)
}

const HINTS: readonly [prefix: string, hint: string][] = [
  ['SignatureDoesNotMatch', 'Check the AccessKey secret.'],
  ['InvalidAccessKeyId', 'Check the AccessKey id, and that the key is active.'],
  ['InvalidSecurityToken.Expired', 'Use a provider that refreshes, or pass a new token.'],
  ['InvalidTimeStamp', 'Set the clock of this machine.'],
  ['InvalidApi.NotPurchase', 'Activate the product in the console.'],
  ['Forbidden', 'Grant the RAM identity this action.'],
  ['NoPermission', 'Grant the RAM identity this action.'],
  ['EntityNotExist.Role', 'Check the role and its policies.'],
  ['Throttling', 'Send fewer requests a second.'],
]

function hintFor(serviceCode: string): string | undefined {
  return HINTS.find(([prefix]) => serviceCode.startsWith(prefix))?.[1]
}

/** Milliseconds the service asks to wait; zero, negative and unreadable hints count as none. */
function retryAfter(headers: { get(name: string): string | null }, now: () => number): number | undefined {
  const seconds = headers.get('retry-after')
  const timeLeft = /TimeLeft:(\d+)/.exec(`${headers.get('x-ratelimit-user-api')},${headers.get('x-ratelimit-user')}`)?.[1]
  const hints = [
    Number(headers.get('x-acs-retry-after')),
    seconds && /^\d+$/.test(seconds) ? Number(seconds) * 1000 : Date.parse(seconds ?? '') - now(),
    Number(timeLeft),
  ]
  return hints.find((ms) => ms > 0)
}

function parseBody(text: string): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body === 'object' && body !== null) return body as Record<string, unknown>
  } catch {
    // Not JSON. The parser's own text quotes the body, so it is dropped.
  }
  const body: Record<string, unknown> = {}
  const start = text.slice(0, MAX_DETAIL)
  if (/^\s*<(\?xml|Error)/.test(start)) {
    for (const [, name, value] of start.matchAll(/<(Code|Message|RequestId|HostId|Recommend)>([^<]*)</g)) body[name as string] = value
  }
  return body
}

/** One short line without secrets, tags, control characters and the string to sign, which some services quote whole. */
function clean(text: string, strike: Strike): string {
  return strike(text)
    .replace(/(server|client)? ?string to sign is.*$/is, 'the string to sign is left out here')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, MAX_FIELD)
}

/** A copy without secrets, of so many levels, members and characters at most. */
function copyDetail(detail: object, strike: Strike): Record<string, unknown> {
  let left = MAX_DETAIL
  const copy = (value: unknown, name: string, levels: number): unknown => {
    if (typeof value === 'string') {
      // The caller passes this one on to the service, which alone can read it.
      const shown = left > 0 ? strike(value, name !== 'EncodedDiagnosticMessage').slice(0, left) : ''
      left -= value.length
      return shown
    }
    if (typeof value !== 'object' || value === null) return value
    if (levels === 0 || left <= 0) return undefined
    const members = Object.entries(value)
      .slice(0, 100)
      .map(([key, member]) => {
        left -= key.length + 1
        return [left > 0 ? strike(key) : '', copy(member, key, levels - 1)] as const
      })
    return Array.isArray(value) ? members.map(([, member]) => member) : Object.fromEntries(members)
  }
  return copy(detail, '', 8) as Record<string, unknown>
}

const sentence = (text: string): string => text.replace(/[.\s]{1,9}$/, '')
