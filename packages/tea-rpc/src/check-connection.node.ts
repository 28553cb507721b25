import { isIP } from 'node:net'
import { invalidOption } from '@x/credentials-core'
import { checkPem } from './check-pem.ts'
import { proxyAddress } from './proxy-address.ts'
import type { TransportOptions } from './transport-options.ts'

const TLS_VERSIONS = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']

/**
 * Checks what the connection options alone decide.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for a value that cannot work, naming the option.
 */
export function checkConnection(options: TransportOptions): void {
  for (const field of ['httpProxy', 'httpsProxy', 'socks5Proxy'] as const) {
    const proxy = options[field]
    if (proxy) proxyAddress(proxy, field)
  }
  const { socks5NetWork, tlsMinVersion, disableHttp2, key, cert, maxIdleConns, localAddr } = options
  if (disableHttp2 === false) throw invalidOption('disableHttp2', 'is false, and HTTP/2 is not spoken', 'Leave it out.')
  if (socks5NetWork && socks5NetWork.toUpperCase() !== 'TCP') throw invalidOption('socks5NetWork', 'is not TCP', 'Requests need TCP.')
  if (tlsMinVersion !== undefined && !TLS_VERSIONS.includes(tlsMinVersion))
    throw invalidOption('tlsMinVersion', 'is not known', `Use ${TLS_VERSIONS.join(', ')}.`)
  if (maxIdleConns && !Number.isInteger(maxIdleConns))
    throw invalidOption('maxIdleConns', 'is not a whole number', 'Pass 1 or more, or leave it out.')
  if (localAddr !== undefined && !isIP(localAddr))
    throw invalidOption('localAddr', 'is not an IP address', 'Pass one of this machine, or leave it out.')
  for (const field of ['key', 'cert', 'ca'] as const) checkPem(options[field], field)
  if (key !== undefined && cert === undefined) throw invalidOption('cert', 'is missing', 'A client key needs its certificate.')
  if (cert !== undefined && key === undefined) throw invalidOption('key', 'is missing', 'A client certificate needs its key.')
}
