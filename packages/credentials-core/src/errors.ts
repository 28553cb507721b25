const BRAND: unique symbol = Symbol.for('alibaba-cloud.error') as never

/** Every code an error of these packages can carry. The list is closed, so a `switch` over it narrows. */
export type ErrorCode =
  | 'ERR_INVALID_OPTION'
  | 'ERR_RUNTIME_UNSUPPORTED'
  | 'ERR_CLOSED'
  | 'ERR_TIMEOUT'
  | 'ERR_NETWORK'
  | 'ERR_PROXY'
  | 'ERR_TLS'
  | 'ERR_BAD_RESPONSE'
  | 'ERR_TOO_LARGE'
  | 'ERR_SERVICE'
  | 'ERR_STREAM_CONSUMED'
  | 'ERR_FILE_SYNTAX'
  | 'ERR_FILE_ACCESS'
  | 'ERR_PROFILE_CYCLE'
  | 'ERR_CREDENTIALS_NOT_CONFIGURED'
  | 'ERR_CREDENTIALS_INVALID'
  | 'ERR_CREDENTIALS_DENIED'
  | 'ERR_CREDENTIALS_EXPIRED'
  | 'ERR_CREDENTIALS_LOGIN_REQUIRED'
  | 'ERR_CREDENTIALS_DISABLED'
  | 'ERR_CREDENTIALS_EXHAUSTED'
  | 'ERR_UPLOAD'
  | 'ERR_INPUT_LIMIT'
  | 'ERR_JOB_FAILED'

/** One try to reach a service. Holds no URL, header or body, so it can be logged. */
export interface Attempt {
  /** Host and port, without scheme, path and query. */
  readonly host: string
  /** The operation, such as `AssumeRole`. */
  readonly action?: string | undefined
  /** HTTP status, when an answer came. */
  readonly status?: number | undefined
  /** Our code or the service's code. */
  readonly code?: string | undefined
  /** Duration in milliseconds. */
  readonly ms: number
}

/** What an error is made from, besides its message. */
export interface ErrorDetails {
  readonly code: ErrorCode
  /** One action to take, as a sentence. It is appended to the message. */
  readonly hint?: string | undefined
  /** The option or field at fault. */
  readonly field?: string | undefined
  readonly retryable?: boolean | undefined
  readonly attempts?: readonly Attempt[] | undefined
  readonly cause?: unknown
}

/**
 * The base of all errors of these packages. The message is enough alone in a log and holds no secret, URL or body.
 * Tell it from others with `isAlibabaCloudError`, which also knows errors of another copy of this package.
 */
export class AlibabaCloudError extends Error {
  declare readonly code: ErrorCode
  /** What to do about it; empty when nothing helps but trying again. */
  declare readonly hint: string
  /** Whether the same call may succeed when it is made again later. */
  declare readonly retryable: boolean
  /** Every request that was sent, in order. */
  declare readonly attempts: readonly Attempt[]
  /** The option or field at fault, where there is one. */
  declare readonly field?: string

  constructor(message: string, details: ErrorDetails) {
    // Of the details, `Error` itself takes the cause.
    super(details.hint ? `${message} ${details.hint}` : message, details.cause === undefined ? undefined : details)
    Object.defineProperties(this, {
      [BRAND]: { value: true },
      name: { value: 'AlibabaCloudError', writable: true, configurable: true },
    })
    this.code = details.code
    this.hint = details.hint ?? ''
    this.retryable = details.retryable ?? false
    this.attempts = details.attempts ?? []
    if (details.field !== undefined) this.field = details.field
  }

  /** Plain data for logs and other threads: all facts, no stack, causes only when they are errors of this family. */
  toJSON(): Record<string, unknown> {
    const { name, message, cause, ...facts } = this
    return { name, message, ...facts, ...(isAlibabaCloudError(cause) && { cause: cause.toJSON() }) }
  }
}

/** A provider could not give credentials. */
export class CredentialsError extends AlibabaCloudError {
  /** The provider's name, such as `ram_role_arn/static_ak`. */
  declare readonly provider: string
  /** True when nothing is configured here, so that a chain may go on to the next provider. */
  declare readonly skippable: boolean

  constructor(message: string, details: ErrorDetails & { readonly provider: string; readonly skippable?: boolean | undefined }) {
    super(message, details)
    this.name = 'CredentialsError'
    this.provider = details.provider
    this.skippable = details.skippable ?? false
  }
}

/** No usable answer came from a host: it was not reached, took too long, or sent something that cannot be read. */
export class TransportError extends AlibabaCloudError {
  /** Host and port, without scheme, path and query. */
  declare readonly host: string
  /** Whether any of the request may have left: absent when that is not known, as with `fetch`. */
  declare readonly sent?: boolean

  constructor(message: string, details: ErrorDetails & { readonly host: string; readonly sent?: boolean | undefined }) {
    super(message, details)
    this.name = 'TransportError'
    this.host = details.host
    if (details.sent !== undefined) this.sent = details.sent
  }
}

/** Whether a value is an error of this family, also when another copy or version of the package made it. */
export function isAlibabaCloudError(value: unknown): value is AlibabaCloudError {
  return (value as { [BRAND]?: true } | null | undefined)?.[BRAND] === true
}

/** The error for an option that cannot be used: names the field and says what to pass. */
export function invalidOption(field: string, problem: string, hint: string): AlibabaCloudError {
  return new AlibabaCloudError(`Option ${field} ${problem}.`, { code: 'ERR_INVALID_OPTION', field, hint })
}
