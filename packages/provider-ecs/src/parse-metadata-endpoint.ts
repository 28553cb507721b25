import { invalidOption, isLoopback } from '@x/credentials-core'

/** Source: the guide to instance metadata of ECS. The address is the same on every instance. */
const USUAL_HOST = '100.100.100.200'

// The platform's parser forgives line breaks, backslashes and more, so the text is judged before it is parsed (R45).
const GRAMMAR = /^(https?:\/\/)?(\[[\da-f:.]+\]|\w(?:[\w.-]*\w)?)(:\d{1,5})?\/?$/i

/**
 * The origin that an endpoint names, by default that of every instance. It is `host[:port]`, or a URL without a path. As credentials come
 * from there, `http` is only for this machine and for the usual address, which no router passes on; a host alone means `https` elsewhere.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION`.
 */
export function parseMetadataEndpoint(endpoint: unknown = USUAL_HOST): string {
  const parts = typeof endpoint === 'string' && !endpoint.includes('..') ? GRAMMAR.exec(endpoint) : null
  const [text = '', scheme] = parts ?? []
  const plain = scheme ? text : `http://${text}`
  if (!URL.canParse(plain)) throw refuse('is neither a host nor a URL without a path')
  const { hostname } = new URL(plain)
  const open = isLoopback(hostname) || hostname === USUAL_HOST
  const { protocol, port, origin } = new URL(scheme || open ? plain : `https://${text}`)
  if (port === '0') throw refuse('has port 0')
  if (hostname.length > 253) throw refuse('has a host of more than 253 characters')
  if (protocol === 'http:' && !open) throw refuse('is neither https nor on this machine')
  return origin
}

function refuse(problem: string): Error {
  return invalidOption('metadataEndpoint', problem, 'Give one such as http://127.0.0.1:8080 or metadata.example.com.')
}
