import { invalidOption } from '@x/credentials-core'

const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i

/**
 * The address of a proxy as `URL` writes it. `fallbackScheme` is what an address without a scheme means.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for what is no address of a proxy, naming the option or variable.
 */
export function proxyAddress(text: string, field: string, fallbackScheme?: string): string {
  const defaultScheme = field === 'socks5Proxy' ? 'socks5' : fallbackScheme
  const url = toUrl(defaultScheme && !SCHEME.test(text) ? `${defaultScheme}://${text}` : text)
  const known = field === 'socks5Proxy' ? /^socks5?h?:$/ : defaultScheme ? /^(https?|socks5?h?):$/ : /^https?:$/
  if (!url || !known.test(url.protocol) || !url.hostname || /^\/./.test(url.pathname) || url.search || url.hash) {
    throw invalidOption(
      field,
      'is not the address of a proxy',
      'Pass something like http://proxy.example:3128, or socks5:// for socks5Proxy.',
    )
  }
  return url.href
}

function toUrl(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}
