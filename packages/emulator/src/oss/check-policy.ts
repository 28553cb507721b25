import { ServiceError } from '../service-error.ts'

/** What the form brings, for the policy to judge. */
export interface PostedForm {
  /** Fields before the file, and `bucket`. */
  readonly fields: ReadonlyMap<string, string>
  readonly fileBytes: number
}

/**
 * Checks a post policy: that it is well formed, has not ended, and that the form meets each condition.
 * @throws ServiceError `InvalidPolicyDocument`, `AccessDenied`, `EntityTooLarge` or `EntityTooSmall`
 */
export function checkPolicy(encodedPolicy: string, form: PostedForm, now: number): void {
  const policy = decodePolicy(encodedPolicy)
  if (policy.expires <= now) throw denied('Policy expired.')
  for (const condition of policy.conditions) checkCondition(condition, form)
}

interface Policy {
  readonly expires: number
  readonly conditions: readonly unknown[]
}

function decodePolicy(encodedPolicy: string): Policy {
  const bytes = Buffer.from(encodedPolicy, 'base64')
  if (bytes.toString('base64') !== encodedPolicy) throw invalidPolicy('Policy is not base64.')
  const { expiration, conditions } = parseObject(bytes.toString('utf8'))
  const expires =
    typeof expiration === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/.test(expiration) ? Date.parse(expiration) : Number.NaN
  if (Number.isNaN(expires)) throw invalidPolicy('Policy must have an expiration such as 2014-12-01T12:00:00.000Z.')
  if (!Array.isArray(conditions) || conditions.length === 0) throw invalidPolicy('Policy must have a list of conditions.')
  return { expires, conditions }
}

function parseObject(text: string): { readonly expiration?: unknown; readonly conditions?: unknown } {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value
  } catch {
    // answered below
  }
  throw invalidPolicy('Policy is not a JSON object.')
}

function checkCondition(condition: unknown, form: PostedForm): void {
  const [kind, subject, expected] = normalise(condition)
  if (kind === 'content-length-range') {
    if (typeof subject !== 'number' || typeof expected !== 'number') throw invalidPolicy('content-length-range must have two numbers.')
    if (form.fileBytes < subject)
      throw new ServiceError(400, 'EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size.')
    if (form.fileBytes > expected) throw new ServiceError(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size.')
    return
  }
  if (typeof subject !== 'string' || !subject.startsWith('$')) throw invalidPolicy('A condition must name a field such as $key.')
  const sent = form.fields.get(subject.slice(1)) ?? ''
  if (!isMet(kind, sent, expected)) throw denied(`Policy Condition failed: ${JSON.stringify(condition)}`)
}

/** `{"bucket": "b"}` is short for `["eq", "$bucket", "b"]`. */
function normalise(condition: unknown): readonly unknown[] {
  if (Array.isArray(condition) && condition.length === 3) return condition
  const entries = typeof condition === 'object' && condition !== null && !Array.isArray(condition) ? Object.entries(condition) : []
  const [entry, ...others] = entries
  if (entry === undefined || others.length > 0) throw invalidPolicy('Invalid Simple-Condition: must have exactly one property specified.')
  return ['eq', `$${entry[0]}`, entry[1]]
}

function isMet(kind: unknown, sent: string, expected: unknown): boolean {
  if (kind === 'eq' && typeof expected === 'string') return sent === expected
  if (kind === 'starts-with' && typeof expected === 'string') return sent.startsWith(expected)
  if (kind === 'in' && Array.isArray(expected)) return expected.includes(sent)
  if (kind === 'not-in' && Array.isArray(expected)) return !expected.includes(sent)
  throw invalidPolicy('A condition must be eq, starts-with, in, not-in or content-length-range.')
}

function invalidPolicy(problem: string): ServiceError {
  return new ServiceError(400, 'InvalidPolicyDocument', `Invalid Policy: ${problem}`)
}

function denied(problem: string): ServiceError {
  return new ServiceError(403, 'AccessDenied', `Invalid according to Policy: ${problem}`)
}
