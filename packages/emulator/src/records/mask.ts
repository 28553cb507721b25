import type { HttpRequest } from '../http/http-request.ts'
import type { Pair } from '../http/parse-form.ts'

const MASKED = '***'
const MAX_LENGTH = 4096

const SECRET_NAMES = [
  'signature',
  'securitytoken',
  'bearertoken',
  'oidctoken',
  'accesskeysecret',
  'cookie',
  'proxy-authorization',
  'x-acs-security-token',
  'x-acs-bearer-token',
  'x-acs-zero-trust-idtoken',
  'x-aliyun-ecs-metadata-token',
]

/** Parameters or headers as an object, with what is secret masked. Of repeated names the last one counts. */
export function maskPairs(pairs: readonly Pair[], secrets: readonly string[]): Record<string, string> {
  const masked = Object.create(null) as Record<string, string>
  for (const [name, value] of pairs) masked[maskText(name, secrets)] = maskValue(name.toLowerCase(), value, secrets)
  return masked
}

/** The headers of a request, masked. */
export function maskHeaders(request: HttpRequest, secrets: readonly string[]): Record<string, string> {
  return maskPairs(request.headers, secrets)
}

/** The text, or `***` when one of the secrets is in it, as it is or percent-encoded. */
export function maskText(text: string, secrets: readonly string[]): string {
  const leaks = secrets.some((secret) => text.includes(secret) || text.includes(encodeURIComponent(secret)))
  return leaks ? MASKED : shorten(text)
}

/** Records are kept in numbers, so none may be large. */
function shorten(text: string): string {
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text
}

/** The first and last four characters of an id; nothing of a short one. */
export function maskKeyId(id: string): string {
  return id.length < 12 ? MASKED : `${id.slice(0, 4)}${MASKED}${id.slice(-4)}`
}

function maskValue(name: string, value: string, secrets: readonly string[]): string {
  if (SECRET_NAMES.includes(name)) return MASKED
  if (name === 'authorization') return maskAuthorization(value, secrets)
  if (name === 'accesskeyid' || name === 'x-acs-accesskey-id') return maskKeyId(value)
  return maskText(value, secrets)
}

/** Keeps what a test may want to see of ACS3: the key and which headers were signed. */
function maskAuthorization(value: string, secrets: readonly string[]): string {
  const [, keyId, signedHeaders] = /^ACS3-HMAC-SHA256 Credential=(.+),SignedHeaders=([^,]+),Signature=/.exec(value) ?? []
  if (keyId === undefined || signedHeaders === undefined) return MASKED
  return maskText(`ACS3-HMAC-SHA256 Credential=${maskKeyId(keyId)},SignedHeaders=${signedHeaders},Signature=${MASKED}`, secrets)
}
