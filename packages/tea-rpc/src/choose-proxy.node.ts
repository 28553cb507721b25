import { isLoopback } from './resolve-endpoint.ts'
import type { TransportOptions } from './transport-options.ts'

/**
 * The proxy for an address, if any: the options first, then `HTTPS_PROXY` or `HTTP_PROXY` (either case). Loopback never uses one,
 * nor does a host that `noProxy` or `NO_PROXY` lists (`*`, names with all below them, `host:port`).
 */
export function chooseProxy(url: URL, options: TransportOptions): string | undefined {
  const env = options.env ?? process.env
  const scheme = url.protocol === 'https:' ? 'https' : 'http'
  const proxy =
    (scheme === 'https' ? options.httpsProxy : options.httpProxy) || env[`${scheme}_proxy`] || env[`${scheme.toUpperCase()}_PROXY`]
  if (!proxy || isLoopback(url.hostname)) return undefined
  const exceptions = options.noProxy ?? env.no_proxy ?? env.NO_PROXY ?? ''
  return exceptions.split(/[\s,]+/).some((rule) => matches(rule, url)) ? undefined : proxy
}

function matches(rule: string, url: URL): boolean {
  if (rule === '*') return true
  const [, name = '', port] = /^\*?\.?(.*?)(?::(\d+))?$/.exec(rule.toLowerCase()) ?? []
  if (!name || (port && port !== (url.port || (url.protocol === 'https:' ? '443' : '80')))) return false
  return url.hostname === name || url.hostname.endsWith(`.${name}`)
}
