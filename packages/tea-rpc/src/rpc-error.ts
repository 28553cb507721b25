import { AlibabaCloudError, type ErrorDetails } from '@x/credentials-core'

/** The facts of a service's refusal. */
export interface RpcErrorDetails extends ErrorDetails {
  readonly statusCode: number
  readonly serviceCode: string
  readonly serviceMessage: string
  readonly requestId?: string | undefined
  readonly recommend?: string | undefined
  readonly hostId?: string | undefined
  readonly accessDeniedDetail?: Readonly<Record<string, unknown>> | undefined
  readonly retryAfterMs?: number | undefined
}

/** The service answered, and refused. `code` is `ERR_SERVICE`; `serviceCode` is the service's own. */
export class RpcError extends AlibabaCloudError {
  readonly statusCode: number
  /** Such as `InvalidAccessKeyId.NotFound`; `UnknownError` when the answer names none. */
  readonly serviceCode: string
  /** The service's text, at most 300 characters. */
  readonly serviceMessage: string
  readonly requestId: string | undefined
  /** Address of the service's own help page. */
  readonly recommend: string | undefined
  readonly hostId: string | undefined
  /** Which permission is missing, for a refusal by access rules. */
  readonly accessDeniedDetail: Readonly<Record<string, unknown>> | undefined
  /** Milliseconds the service asks to wait. */
  readonly retryAfterMs: number | undefined

  constructor(message: string, details: RpcErrorDetails) {
    super(message, details)
    this.name = 'RpcError'
    this.statusCode = details.statusCode
    this.serviceCode = details.serviceCode
    this.serviceMessage = details.serviceMessage
    this.requestId = details.requestId
    this.recommend = details.recommend
    this.hostId = details.hostId
    this.accessDeniedDetail = details.accessDeniedDetail
    this.retryAfterMs = details.retryAfterMs
  }
}
