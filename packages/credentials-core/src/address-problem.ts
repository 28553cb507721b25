import { isLoopback } from './is-loopback.ts'

/**
 * What is wrong with an address that secrets travel to or from, in words that follow its name; `undefined` when nothing is. Judges the parsed
 * host, in which `0x7f.1` has become `127.0.0.1` (R43, R46).
 *
 * @param allowHttp - Lets `http:` reach hosts other than loopback.
 */
export function addressProblem(address: unknown, allowHttp = false): string | undefined {
  if (typeof address !== 'string' || !URL.canParse(address)) return 'is not an absolute address'
  const { protocol, hostname, port, username, password } = new URL(address)
  if (username || password) return 'holds a user name or password'
  if (port === '0') return 'has port 0'
  const open = protocol === 'https:' || (protocol === 'http:' && (allowHttp || isLoopback(hostname)))
  return open ? undefined : 'is neither https nor on this machine'
}
