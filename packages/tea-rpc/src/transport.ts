import { checkNames, type OptionNames } from '@x/credentials-core'
import { createTransport as create } from '#transport'
import { CONNECTION } from './connection-names.ts'
import type { Transport, TransportOptions } from './transport-options.ts'

export type { Transport, TransportOptions } from './transport-options.ts'

/** The members of `TransportOptions`. */
const TRANSPORT_NAMES: OptionNames = {
  string: `${CONNECTION.string}tlsMinVersion localAddr`,
  number: `${CONNECTION.number}readTimeout maxResponseBytes`,
  boolean: 'ignoreSSL disableHttp2 keepAlive',
  object: 'env',
  function: 'fetch',
}

/**
 * Makes a transport with connections of its own: on Node by undici, with a pool, proxies and TLS settings; elsewhere, or with a `fetch` in
 * the options, by `fetch`. It sends what `fetch` sends, within limits of time and size, and follows no redirect.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for an option that is not known or cannot work, `ERR_RUNTIME_UNSUPPORTED` for one that
 * `fetch` cannot honour. Requests reject with `TransportError`, and with the signal's own reason when it aborts.
 * @example
 * const transport = createTransport({ readTimeout: 3000 })
 * const answer = await transport('https://sts.aliyuncs.com/')
 * await transport.close()
 */
export function createTransport(options: TransportOptions = {}): Transport {
  checkNames(options, TRANSPORT_NAMES)
  return create(options)
}
