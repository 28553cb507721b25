import { invalidOption, isLoopback } from '@x/credentials-core'

/** What a relative address is relative to: the page, or the script of a worker. */
function base(): string | undefined {
  const { document, location } = globalThis as { document?: { baseURI?: string }; location?: { href?: string } }
  return document?.baseURI ?? location?.href
}

/**
 * Refuses what can never be the address of a back end. A relative one is judged when it is used: a module that makes a provider is loaded
 * on the server, too, where there is no page.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION`. The address is not quoted.
 */
export function checkAddress(url: string): void {
  if (typeof url !== 'string' || url === '')
    throw invalidOption('url', 'is missing', "Give the address of your back end, such as '/credentials'.")
  if (URL.canParse(url) || URL.canParse(url, base())) resolveAddress(url)
}

/**
 * The full address. Keys travel on it, so it is `https:`, or `http:` on this machine.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION`. The address is not quoted.
 */
export function resolveAddress(url: string): string {
  if (!URL.canParse(url, base())) throw invalidOption('url', 'is relative, and there is no page', 'Give the full address.')
  const { protocol, hostname, username, password, href } = new URL(url, base())
  if (username || password) throw invalidOption('url', 'holds a user name or password', 'Leave it out; pass headers.')
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback(hostname))) {
    // Pages of plain http could not sign with the keys either: browsers keep WebCrypto from them.
    throw invalidOption('url', 'is neither https nor on this machine', 'Serve page and back end by https.')
  }
  return href
}
