import { invalidOption, isLoopback } from '@x/credentials-core'

const HINT = "Give origins as browsers send them, such as 'https://app.example.com': no path, no slash at the end, no wildcard."

/**
 * The origins that may ask, for comparing whole texts: neither the end of a name nor its beginning says whose it is.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for an empty list and for an origin that no browser would ever send.
 */
export function readOrigins(origins: readonly string[]): ReadonlySet<string> {
  if (!Array.isArray(origins) || origins.length === 0) throw invalidOption('origins', 'is no list of origins', HINT)
  for (const origin of origins) {
    if (typeof origin !== 'string' || !URL.canParse(origin) || new URL(origin).origin !== origin || origin.includes('*')) {
      throw invalidOption('origins', 'holds what is no origin', HINT)
    }
    const { protocol, hostname } = new URL(origin)
    if (protocol !== 'https:' && !isLoopback(hostname)) {
      throw invalidOption('origins', 'holds an origin of plain http that is not this machine', 'Serve the page by https.')
    }
  }
  return new Set(origins)
}
