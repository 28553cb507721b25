import type { HttpAnswer } from './http/http-answer.ts'
import type { HttpRequest } from './http/http-request.ts'
import type { ServiceError } from './service-error.ts'

/** The parts of the emulator, as records and fault rules name them. */
export type ServiceName = 'sts' | 'openplatform' | 'ocr' | 'gateway' | 'oss' | 'metadata' | 'credentials-uri' | 'cors'

/** One request on its way through the emulator. */
export interface Exchange {
  readonly request: HttpRequest
  readonly requestId: string
  /** The emulator's own `host:port`. */
  readonly endpoint: string
  /** The time for this request in milliseconds: the emulator's clock, moved by a fault's `skewMs`. */
  readonly now: number
  /** A fault says so: issued credentials are expired already, and those that come are taken for expired. */
  readonly expired: boolean
  /** Facts about the caller for the record, filled in on the way. */
  readonly seen: { signatureMethod?: string; accessKeyId?: string }
}

/** Where a request goes. */
export interface Route {
  readonly service: ServiceName
  readonly action: string
  /**
   * Checks who calls. It runs although a fault's answer goes out in the end: a nonce that was sent counts as used.
   * @throws ServiceError
   */
  admit?(exchange: Exchange): void
  /** @throws ServiceError */
  run(exchange: Exchange): HttpAnswer | Promise<HttpAnswer>
  /** Words a refusal in the form of this service. */
  refuse(error: ServiceError, exchange: Exchange): HttpAnswer
}
