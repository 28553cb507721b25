import { type AlibabaCloudError, isAlibabaCloudError, systemCode, TransportError } from '@x/credentials-core'

/** Connections that were never made. */
const NOT_SENT = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT)$/

/**
 * The error for a request that got no answer. Only the system's error code is kept: its text may quote the address.
 *
 * @param begun Whether a connection took the request, where that is known.
 */
export function toTransportError(error: unknown, host: string, viaProxy: boolean, begun?: boolean): AlibabaCloudError {
  if (isAlibabaCloudError(error)) return error
  const system = systemCode(error)
  const named = system ? ` (${system})` : ''
  const sent = NOT_SENT.test(system) ? false : begun
  if (/CERT|TLS|SSL|SELF_SIGNED|VERIFY|ISSUER|HOSTNAME/.test(system)) {
    // The library of OpenSSL speaks of what it was given, all others of what came.
    const hint = /OSSL/.test(system) ? 'Check key, cert, ca and tlsMinVersion.' : 'Check the host name, or pass ca for a private authority.'
    return new TransportError(`There is no trusted connection to ${host}${named}.`, { code: 'ERR_TLS', host, hint, sent })
  }
  if (/CONNECT_TIMEOUT|ETIMEDOUT/.test(system)) {
    const hint = 'Check the network, or raise connectTimeout.'
    return new TransportError(`${host} could not be reached in time${named}.`, { code: 'ERR_TIMEOUT', host, retryable: true, hint, sent })
  }
  if (viaProxy) {
    const hint = 'Check the proxy options and variables.'
    return new TransportError(`The proxy for ${host} failed${named}.`, { code: 'ERR_PROXY', host, retryable: true, hint, sent })
  }
  const hint = 'Check the network and the endpoint.'
  return new TransportError(`${host} could not be reached${named}.`, { code: 'ERR_NETWORK', host, retryable: true, hint, sent })
}

export function connectTimeoutError(host: string, ms: number): AlibabaCloudError {
  const hint = 'Check the proxy options and variables, or raise connectTimeout.'
  const message = `The proxy for ${host} gave no connection within ${ms} ms.`
  return new TransportError(message, { code: 'ERR_TIMEOUT', host, retryable: true, hint, sent: false })
}

export function readTimeoutError(host: string, ms: number): AlibabaCloudError {
  const hint = 'Raise readTimeout if the work takes longer.'
  const message = `${host} did not answer within ${ms} ms.`
  return new TransportError(message, { code: 'ERR_TIMEOUT', host, retryable: true, hint, sent: true })
}

export function tooLargeError(host: string, limit: number): AlibabaCloudError {
  return new TransportError(`The answer of ${host} is larger than ${limit} bytes.`, { code: 'ERR_TOO_LARGE', host, sent: true })
}

/** Credentials must not travel to a host that the caller did not name. */
export function redirectError(host: string, status: number): AlibabaCloudError {
  const hint = 'Pass the final host as endpoint.'
  const message = `${host} answered with a redirect (${status || 'hidden'}), which is not followed.`
  return new TransportError(message, { code: 'ERR_BAD_RESPONSE', host, hint, sent: true })
}

export function badEncodingError(host: string): AlibabaCloudError {
  const message = `The compressed answer of ${host} cannot be read.`
  return new TransportError(message, { code: 'ERR_BAD_RESPONSE', host, retryable: true, sent: true })
}
