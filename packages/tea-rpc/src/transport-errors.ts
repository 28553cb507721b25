import { type AlibabaCloudError, type ErrorCode, isAlibabaCloudError, systemCode, TransportError } from '@x/credentials-core'

/** The error for a request that got no answer. Only the system's error code is kept: its text may quote the address. */
export function toTransportError(error: unknown, host: string, viaProxy: boolean): AlibabaCloudError {
  if (isAlibabaCloudError(error)) return error
  const system = systemCode(error)
  const named = system ? ` (${system})` : ''
  if (/CERT|TLS|SSL|SELF_SIGNED|VERIFY|ISSUER|HOSTNAME/.test(system)) {
    return failure(
      `There is no trusted connection to ${host}${named}.`,
      'ERR_TLS',
      host,
      false,
      // The library of OpenSSL speaks of what it was given, all others of what came.
      /OSSL/.test(system) ? 'Check key, cert, ca and tlsMinVersion.' : 'Check the host name, or pass ca for a private authority.',
    )
  }
  if (/CONNECT_TIMEOUT|ETIMEDOUT/.test(system)) {
    return failure(
      `${host} could not be reached in time${named}.`,
      'ERR_TIMEOUT',
      host,
      true,
      'Check the network, or raise connectTimeout.',
    )
  }
  if (viaProxy) return failure(`The proxy for ${host} failed${named}.`, 'ERR_PROXY', host, true, 'Check the proxy options and variables.')
  return failure(`${host} could not be reached${named}.`, 'ERR_NETWORK', host, true, 'Check the network and the endpoint.')
}

export function connectTimeoutError(host: string, ms: number): AlibabaCloudError {
  return failure(
    `The proxy for ${host} gave no connection within ${ms} ms.`,
    'ERR_TIMEOUT',
    host,
    true,
    'Check the proxy options and variables, or raise connectTimeout.',
  )
}

export function readTimeoutError(host: string, ms: number): AlibabaCloudError {
  return failure(`${host} did not answer within ${ms} ms.`, 'ERR_TIMEOUT', host, true, 'Raise readTimeout if the work takes longer.')
}

export function tooLargeError(host: string, limit: number): AlibabaCloudError {
  return failure(`The answer of ${host} is larger than ${limit} bytes.`, 'ERR_TOO_LARGE', host, false)
}

/** Credentials must not travel to a host that the caller did not name. */
export function redirectError(host: string, status: number): AlibabaCloudError {
  return failure(
    `${host} answered with a redirect (${status || 'hidden'}), which is not followed.`,
    'ERR_BAD_RESPONSE',
    host,
    false,
    'Pass the final host as endpoint.',
  )
}

export function badEncodingError(host: string): AlibabaCloudError {
  return failure(`The compressed answer of ${host} cannot be read.`, 'ERR_BAD_RESPONSE', host, true)
}

function failure(message: string, code: ErrorCode, host: string, retryable: boolean, hint?: string): TransportError {
  return new TransportError(message, { code, host, retryable, hint })
}
