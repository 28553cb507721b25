/** A refusal as the service words it. Each part of the emulator answers it in its own form: JSON, XML or plain text. */
export class ServiceError extends Error {
  /** The code that clients decide by, such as `SignatureDoesNotMatch`. */
  readonly code: string
  /** HTTP status of the answer. */
  readonly status: number
  /** Further members of a JSON error, such as `AccessDeniedDetail`. */
  readonly details: Readonly<Record<string, unknown>>
  /** Further headers of the answer. */
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    code: string,
    message: string,
    extras: { readonly details?: Readonly<Record<string, unknown>>; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message)
    this.name = 'ServiceError'
    this.status = status
    this.code = code
    this.details = extras.details ?? {}
    this.headers = extras.headers ?? {}
  }
}
