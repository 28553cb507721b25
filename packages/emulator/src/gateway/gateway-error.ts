import { ServiceError } from '../service-error.ts'

/** The gateway's own codes. */
export type GatewayCode =
  | 'InvalidVersion'
  | 'InvalidAction.NotFound'
  | 'UnsupportedHTTPMethod'
  | 'IncompleteSignature'
  | 'SignatureDoesNotMatch'
  | 'SignatureNonceUsed'
  | 'InvalidTimeStamp.Format'
  | 'InvalidTimeStamp.Expired'
  | 'InvalidAccessKeyId.NotFound'
  | 'InvalidAccessKeyId.Inactive'
  | 'MissingSecurityToken'
  | 'InvalidSecurityToken.Expired'
  | 'InvalidSecurityToken.Malformed'
  | 'InvalidSecurityToken.MismatchWithAccessKey'
  | 'InvalidBearerToken'
  | 'RequestEntityTooLarge'

// spec: rpc.md 5.3, ocr20191230.md 8, credentials.md 2.6
const REFUSALS: Readonly<Record<GatewayCode, readonly [status: number, message: string]>> = {
  InvalidVersion: [400, 'Specified parameter Version is not valid.'],
  'InvalidAction.NotFound': [404, 'Specified api is not found, please check your url and method.'],
  UnsupportedHTTPMethod: [400, 'This http method is not supported.'],
  IncompleteSignature: [400, 'The request signature does not conform to Alibaba Cloud standards.'],
  SignatureDoesNotMatch: [400, 'Specified signature is not matched with our calculation.'],
  SignatureNonceUsed: [400, 'Specified signature nonce was used already.'],
  'InvalidTimeStamp.Format': [400, 'Specified time stamp or date value is not well formatted.'],
  'InvalidTimeStamp.Expired': [400, 'Specified time stamp or date value is expired.'],
  'InvalidAccessKeyId.NotFound': [404, 'Specified access key is not found.'],
  'InvalidAccessKeyId.Inactive': [400, 'Specified access key is disabled.'],
  MissingSecurityToken: [400, 'SecurityToken is mandatory for this action.'],
  'InvalidSecurityToken.Expired': [400, 'Specified SecurityToken is expired.'],
  'InvalidSecurityToken.Malformed': [400, 'Specified SecurityToken is malformed.'],
  'InvalidSecurityToken.MismatchWithAccessKey': [400, 'Specified SecurityToken mismatch with the AccessKey.'],
  InvalidBearerToken: [403, 'Specified bearer token is not valid.'],
  RequestEntityTooLarge: [413, 'The request body is larger than the emulator accepts.'],
}

/** A refusal of the gateway with its documented status; `detail` is put behind the message. */
export function gatewayError(code: GatewayCode, detail?: string): ServiceError {
  const [status, message] = REFUSALS[code]
  return new ServiceError(status, code, detail === undefined ? message : `${message} ${detail}`)
}

/** A public parameter, such as `Timestamp`, is not there. */
export function missingPublicParameter(name: string): ServiceError {
  return new ServiceError(
    400,
    'MissingParameter',
    `The input parameter "${name}" that is mandatory for processing this request is not supplied.`,
  )
}

/** A parameter of the operation is not there: `MissingTasks` for `Tasks`. */
export function missingParameter(name: string): ServiceError {
  return new ServiceError(400, `Missing${name}`, `${name} is mandatory for this action.`)
}

/** The signature is wrong. Clients compare the quoted text with their own to tell a wrong secret from an altered request. */
export function signatureMismatch(stringToSign: string): ServiceError {
  return gatewayError('SignatureDoesNotMatch', `server string to sign is:${stringToSign}`)
}
