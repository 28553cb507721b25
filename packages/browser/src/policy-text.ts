import { invalidOption } from '@x/credentials-core'

/** A RAM policy, as its JSON has it. */
export interface PolicyDocument {
  readonly Version: '1'
  readonly Statement: readonly PolicyStatement[]
}

interface PolicyStatement {
  readonly Effect: 'Allow' | 'Deny'
  readonly Action?: string | readonly string[] | undefined
  readonly NotAction?: string | readonly string[] | undefined
  readonly Resource: string | readonly string[]
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined
}

/** Source: the reference of AssumeRole. */
const MOST = 2048
const HINT = "Give { Version: '1', Statement: [{ Effect: 'Allow', Action: '…', Resource: '*' }] } with what the page needs and no more."

/**
 * A policy as the text that STS gets. Without one, keys could do all that the role may: so there is no default.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION`, naming the field.
 */
export function policyText(policy: unknown, field: string): string {
  const text = typeof policy === 'string' ? policy : jsonOf(policy, field)
  if (!text) throw invalidOption(field, 'is missing', HINT)
  if (text.length > MOST) throw invalidOption(field, `has more than ${MOST} characters`, 'Narrow it with fewer statements.')
  if (!hasStatements(text)) throw invalidOption(field, 'is no policy with statements', HINT)
  return text
}

/** Nothing for what JSON has no form for, such as a function. */
function jsonOf(policy: unknown, field: string): string | undefined {
  try {
    return JSON.stringify(policy)
  } catch {
    throw invalidOption(field, 'cannot be written as JSON', HINT)
  }
}

function hasStatements(text: string): boolean {
  try {
    const { Statement } = JSON.parse(text) ?? {}
    return Array.isArray(Statement) && Statement.length > 0
  } catch {
    return false
  }
}
