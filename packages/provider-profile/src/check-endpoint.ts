import { invalidOption, isLoopback } from '@x/credentials-core'

/** The origin of an address that tokens are sent to: https, or this machine. */
export function checkEndpoint(address: string, field: string): string {
  const url = typeof address === 'string' && URL.canParse(address) ? new URL(address) : undefined
  const problem = url ? problemOf(url) : 'is not an absolute address'
  if (!url || problem) throw invalidOption(field, `${problem}`, 'Give one such as https://signin.example.com.')
  return url.origin
}

function problemOf({ protocol, hostname, port, username, password }: URL): string | undefined {
  if (username || password) return 'holds a user name or password'
  if (port === '0') return 'has port 0'
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname)) ? undefined : 'is neither https nor on this machine'
}
