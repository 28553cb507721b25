import { type AlibabaCloudError, invalidOption, isAlibabaCloudError, systemCode, TransportError } from '@x/credentials-core'

/** Connections that were never made. */
const NOT_SENT = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT)$/
/** Answers that break the protocol. */
const BAD_HTTP = /^(HPE_.*|UND_ERR_HEADERS_OVERFLOW|UND_ERR_RES_CONTENT_LENGTH_MISMATCH)$/

/**
 * The error for a request that got no answer. Only the system's error code is kept: its text may quote the address.
 *
 * @param begun Whether a connection took the request, where that is known.
 */
export function toTransportError(error: unknown, host: string, viaProxy: boolean, begun?: boolean): AlibabaCloudError {
  if (isAlibabaCloudError(error)) return error
  const system = systemCode(error)
  const named = system ? ` (${system})` : ''
  // A proxy that wants a login is no mistake in the request, though undici calls it one.
  if (/^UND_ERR_(INVALID_ARG|NOT_SUPPORTED)$/.test(system) && !messageOf(error).startsWith('Proxy')) return unsendable(error)
  if (!system && error instanceof TypeError && /header|method|ByteString/i.test(error.message)) return unsendable(error)
  if (BAD_HTTP.test(system) || isParserError(error)) {
    const hint = 'Check the endpoint.'
    const message = `The answer of ${host} is not HTTP that can be read${named}.`
    return new TransportError(message, { code: 'ERR_BAD_RESPONSE', host, retryable: true, hint, sent: true })
  }
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

/** The engine refuses a request before it is sent. Of what it says only the name of the header is kept. */
function unsendable(error: unknown): AlibabaCloudError {
  const [, header] = /^(?:invalid )?(?!invalid )([\w-]+) header/.exec(messageOf(error)) ?? []
  return invalidOption(
    header ? `headers.${header}` : 'request',
    'cannot be sent',
    header ? 'Leave it out, or use Latin characters on one line.' : 'Check its address, method and headers.',
  )
}

/** undici does not always give the code of what its parser found. */
const isParserError = (error: unknown): boolean => innermost(error).name === 'HTTPParserError'

const messageOf = (error: unknown): string => innermost(error).message ?? ''

/** What the engine says, which a `fetch` has in the cause. */
function innermost(error: unknown): { readonly name?: string; readonly message?: string } {
  const { cause } = (error ?? {}) as { cause?: unknown }
  return typeof cause === 'object' && cause ? cause : ((error ?? {}) as object)
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
