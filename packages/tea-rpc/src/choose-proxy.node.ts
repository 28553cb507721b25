import { BlockList, isIP } from 'node:net'
import { isLoopback } from '@x/credentials-core'
import { proxyAddress } from './proxy-address.ts'
import type { TransportOptions } from './transport-options.ts'

/**
 * The address of the proxy for a request, if any: `socks5Proxy`, then the option of the scheme, then `HTTPS_PROXY` or `HTTP_PROXY` (either
 * case). Loopback never uses one, nor does a host that `noProxy` or `NO_PROXY` lists (`*`, names with all below them, `host:port`,
 * addresses and networks such as `10.0.0.0/8`).
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for a variable that holds no address of a proxy, naming it.
 */
export function chooseProxy(url: URL, options: TransportOptions): string | undefined {
  if (isLoopback(url.hostname)) return undefined
  const env = options.env ?? process.env
  const scheme = url.protocol === 'https:' ? 'https' : 'http'
  const given = options.socks5Proxy || (scheme === 'https' ? options.httpsProxy : options.httpProxy)
  const variable = [`${scheme}_proxy`, `${scheme.toUpperCase()}_PROXY`].find((name) => env[name]) ?? ''
  if (!given && !variable) return undefined
  const exceptions = options.noProxy ?? env.no_proxy ?? env.NO_PROXY ?? ''
  if (exceptions.split(/[\s,]+/).some((rule) => matches(rule, url))) return undefined
  return given
    ? proxyAddress(given, options.socks5Proxy ? 'socks5Proxy' : `${scheme}Proxy`)
    : proxyAddress(env[variable] as string, variable, 'http')
}

function matches(rule: string, url: URL): boolean {
  if (rule === '*') return true
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const [network = '', bits] = rule.split('/')
  if (bits !== undefined) return isIP(host) > 0 && isIP(network) === isIP(host) && contains(network, Number(bits), host)
  const [, name = '', port] = /^\*?\.?\[?(.*?)\]?(?::(\d+))?$/.exec(isIP(rule) === 6 ? `[${rule}]` : rule.toLowerCase()) ?? []
  if (!name || (port && port !== (url.port || (url.protocol === 'https:' ? '443' : '80')))) return false
  return host === name || host.endsWith(`.${name}`)
}

function contains(network: string, bits: number, address: string): boolean {
  const family = isIP(network) === 6 ? 'ipv6' : 'ipv4'
  if (!(bits >= 0 && bits <= (family === 'ipv6' ? 128 : 32))) return false
  const list = new BlockList()
  list.addSubnet(network, bits, family)
  return list.check(address, family)
}
