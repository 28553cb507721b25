import { type AlibabaCloudError, invalidOption, isLoopback } from '@x/credentials-core'

/** The origin of an address that tokens are sent to: https, or this machine. */
export function checkEndpoint(address: string, field: string): string {
  const refuse = (problem: string): AlibabaCloudError => invalidOption(field, problem, 'Give one such as https://signin.example.com.')
  if (typeof address !== 'string' || !URL.canParse(address)) throw refuse('is not an absolute address')
  const { protocol, hostname, port, username, password, origin } = new URL(address)
  if (username || password) throw refuse('holds a user name or password')
  if (port === '0') throw refuse('has port 0')
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback(hostname))) throw refuse('is neither https nor on this machine')
  return origin
}
