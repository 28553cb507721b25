/** The service's codes that this engine answers with. `MissingX` names the parameter, such as `MissingImageURL`. */
export type OcrEngineErrorCode =
  | 'ClientError.IllegalArgument'
  | 'InternalError.Model'
  | 'InvalidApi.OutOfService'
  | 'InvalidFile.Content'
  | 'InvalidFile.Decode'
  | 'InvalidFile.Resolution'
  | 'InvalidFile.Size'
  | 'InvalidFile.Type'
  | 'ServiceUnavailable'
  | `Missing${string}`

/** A refusal in the words of the service. The message holds no file address and no content of the picture. */
export class OcrEngineError extends Error {
  readonly code: OcrEngineErrorCode
  /** HTTP status that the service answers with this code. */
  readonly statusCode: number

  constructor(code: OcrEngineErrorCode, message: string, options: { readonly statusCode?: number; readonly cause?: unknown } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : {})
    this.name = 'OcrEngineError'
    this.code = code
    this.statusCode = options.statusCode ?? 400
  }
}
