/// <reference path="./undici-agent.d.ts" />
import type { Dispatcher } from 'undici'
import type { TransportOptions } from './transport-options.ts'

export const CONNECT_TIMEOUT = 5_000

/** undici's own time limits are off: they are coarse, and the exchange has its own. */
const OWN_LIMITS = { headersTimeout: 0, bodyTimeout: 0 }

/**
 * undici's agent for direct connections. It alone loads in a quarter of the time of the whole package; a test fails when its path moves.
 *
 * @throws When no undici loads, as in some bundles.
 */
export async function loadAgent(options: TransportOptions): Promise<Dispatcher> {
  const settings = agentOptions(options)
  try {
    const { default: Agent } = await import('undici/lib/dispatcher/agent.js')
    return new Agent(settings)
  } catch {
    const { Agent } = await import('undici')
    return new Agent(settings)
  }
}

/** The agent for a proxy that `chooseProxy` has given: http, https or SOCKS5, with the login of its address. */
export async function loadProxy(address: string, options: TransportOptions): Promise<Dispatcher> {
  const { Pool, ProxyAgent, Socks5ProxyAgent, buildConnector } = await import('undici')
  const { connect, ...settings } = agentOptions(options)
  const url = new URL(address)
  if (url.protocol.startsWith('socks')) {
    const { timeout } = connect
    const toProxy = buildConnector({ timeout })
    const connector: typeof toProxy = (target, done) => toProxy({ ...target, localAddress: options.localAddr ?? null }, done)
    // Read by the agent, and missing in its types.
    const request = { requestTls: connect }
    return new Socks5ProxyAgent(address.replace(/^socks5?h?:/, 'socks5:'), { ...request, connect: connector })
  }
  const { username, password } = url
  url.username = ''
  url.password = ''
  return new ProxyAgent({
    ...settings,
    uri: url.href,
    clientFactory: (origin, pool) => failingOnce(new Pool(origin, pool)),
    // Without a tunnel for http addresses: many proxies refuse CONNECT to other ports than 443.
    proxyTunnel: false,
    requestTls: connect,
    proxyTls: { timeout: connect.timeout, ...(connect.ca !== undefined && { ca: connect.ca }) },
    ...((username || password) && { token: `Basic ${Buffer.from(`${decode(username)}:${decode(password)}`).toString('base64')}` }),
  })
}

/** undici asks a proxy that closes on CONNECT again and again without a pause; any other kind of error ends the request. */
function failingOnce<P extends Dispatcher>(pool: P): P {
  const connect = pool.connect.bind(pool) as (options: Dispatcher.ConnectOptions) => Promise<Dispatcher.ConnectData>
  const connectOnce = (options: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData> =>
    connect(options).catch((error: { code?: unknown }) => {
      throw error.code === 'UND_ERR_SOCKET' ? Object.assign(new Error('closed'), { code: 'ECONNRESET' }) : error
    })
  return Object.assign(pool, { connect: connectOnce })
}

function agentOptions(options: TransportOptions) {
  const { key, cert, ca, ignoreSSL, tlsMinVersion, localAddr } = options
  return {
    connect: {
      timeout: options.connectTimeout || CONNECT_TIMEOUT,
      ...(key !== undefined && { key }),
      ...(cert !== undefined && { cert }),
      ...(ca !== undefined && { ca }),
      ...(ignoreSSL && { rejectUnauthorized: false }),
      ...(tlsMinVersion !== undefined && { minVersion: tlsMinVersion as 'TLSv1.2' }),
    },
    ...(localAddr !== undefined && { localAddress: localAddr }),
    ...OWN_LIMITS,
    ...poolOptions(options),
  }
}

/** How many connections there are, and whether they are kept. undici's agent for SOCKS5 wants them with each request. */
export function poolOptions({ maxIdleConns, keepAlive }: TransportOptions): { connections?: number; pipelining?: number } {
  return {
    ...(maxIdleConns && { connections: maxIdleConns }),
    // A connection that is never kept is one that carries a single request.
    ...(keepAlive === false && { pipelining: 0 }),
  }
}

/** A login may hold a `%` that encodes nothing. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
