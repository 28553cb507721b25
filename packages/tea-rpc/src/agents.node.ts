/// <reference path="./undici-parts.d.ts" />
import type { Socket } from 'node:net'
import type { buildConnector, Dispatcher } from 'undici'
import { timedConnector } from './connector.node.ts'
import type { TransportOptions } from './transport-options.ts'

export const CONNECT_TIMEOUT = 5_000

/** undici's own time limits are off: they are coarse, and the exchange has its own. */
const OWN_LIMITS = { headersTimeout: 0, bodyTimeout: 0 }

/**
 * undici's agent for direct connections. It alone loads in a quarter of the time of the whole package; a test fails when its path moves.
 *
 * @param connecting Holds the connections that are being made.
 * @throws When no undici loads, as in some bundles.
 */
export async function loadAgent(options: TransportOptions, connecting: Set<Socket>): Promise<Dispatcher> {
  const { Agent, buildConnector } = await loadParts().catch(() => import('undici'))
  const { tls, timeout, settings } = agentOptions(options)
  return new Agent({ ...settings, connect: timedConnector(buildConnector({ ...tls, timeout: 0 }), timeout, connecting) })
}

async function loadParts(): Promise<Pick<typeof import('undici'), 'Agent' | 'buildConnector'>> {
  const [agent, connect] = await Promise.all([import('undici/lib/dispatcher/agent.js'), import('undici/lib/core/connect.js')])
  return { Agent: agent.default, buildConnector: connect.default }
}

/** The agent for a proxy that `chooseProxy` has given: http, https or SOCKS5, with the login of its address. */
export async function loadProxy(address: string, options: TransportOptions, connecting: Set<Socket>): Promise<Dispatcher> {
  const { Pool, ProxyAgent, Socks5ProxyAgent, buildConnector } = await import('undici')
  const { tls, timeout, settings } = agentOptions(options)
  const requestTls = { ...tls, timeout }
  const url = new URL(address)
  if (url.protocol.startsWith('socks')) {
    const toProxy = timedConnector(buildConnector({ timeout: 0 }), timeout, connecting)
    const connect: typeof toProxy = (target, done) => toProxy({ ...target, localAddress: options.localAddr ?? null }, done)
    // Read by the agent, and missing in its types.
    const request = { requestTls }
    return new Socks5ProxyAgent(address.replace(/^socks5?h?:/, 'socks5:'), { ...request, connect })
  }
  const { username, password } = url
  url.username = ''
  url.password = ''
  return new ProxyAgent({
    ...settings,
    uri: url.href,
    clientFactory: (origin, { connect, ...pool }: { connect: buildConnector.connector }) =>
      failingOnce(new Pool(origin, { ...pool, connect: timedConnector(connect, timeout, connecting) })),
    // Without a tunnel for http addresses: many proxies refuse CONNECT to other ports than 443.
    proxyTunnel: false,
    requestTls,
    proxyTls: { timeout, ...(tls.ca !== undefined && { ca: tls.ca }) },
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
    timeout: options.connectTimeout || CONNECT_TIMEOUT,
    tls: {
      ...(key !== undefined && { key }),
      ...(cert !== undefined && { cert }),
      ...(ca !== undefined && { ca }),
      ...(ignoreSSL && { rejectUnauthorized: false }),
      ...(tlsMinVersion !== undefined && { minVersion: tlsMinVersion as 'TLSv1.2' }),
    },
    settings: { ...(localAddr !== undefined && { localAddress: localAddr }), ...OWN_LIMITS, ...poolOptions(options) },
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
