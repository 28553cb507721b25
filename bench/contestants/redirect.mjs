import http from 'node:http'
import https from 'node:https'

/**
 * Sends whatever this process asks of anybody to the bench's own server, over plain http. The official provider packages write `https` and
 * the metadata address into their code; this way they reach a loopback server, no request leaves the machine, and TLS is in no number.
 */
export function redirectTo(origin) {
  const { hostname, port } = new URL(origin)
  const agent = new http.Agent({ keepAlive: true })
  const { request } = http
  const redirected = (options, onResponse) => request({ ...options, protocol: 'http:', host: hostname, hostname, port, agent }, onResponse)
  http.request = redirected
  https.request = redirected
}
