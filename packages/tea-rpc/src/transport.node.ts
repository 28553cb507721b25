import { type FetchLikeResponse, invalidOption } from '@x/credentials-core'
import type { Dispatcher } from 'undici'
import { CONNECT_TIMEOUT, loadAgent, loadProxy, poolOptions } from './agents.node.ts'
import { checkConnection } from './check-connection.node.ts'
import { chooseProxy } from './choose-proxy.node.ts'
import { closedError } from './closed-error.ts'
import { Exchange } from './exchange.node.ts'
import { createTransport as createFetchTransport } from './transport.web.ts'
import { toTransportError } from './transport-errors.ts'
import { MAX_RESPONSE_BYTES, READ_TIMEOUT, type Transport, type TransportInit, type TransportOptions } from './transport-options.ts'

/** An agent, and the exchanges that are under way on it. */
interface Route {
  readonly agent: Promise<Dispatcher | Transport>
  active: number
  dropped: boolean
}

/** Hosts that give credentials: no setting of a client makes a stranger one of them. */
const CREDENTIAL_HOST = /^sts\b.*\.aliyuncs\.com$/

/**
 * A transport on undici's dispatcher, with a connection pool, proxies and TLS settings of its own. undici is loaded at the first
 * request, and of it only the agent, which starts as fast as the built-in `fetch` and costs a seventh of it a call afterwards.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for an option that cannot work, naming it.
 */
export function createTransport(options: TransportOptions = {}): Transport {
  if (options.fetch) return createFetchTransport(options)
  checkConnection(options)
  if (options.ignoreSSL) warnOfIgnoreSSL()
  const maxResponseBytes = options.maxResponseBytes ?? MAX_RESPONSE_BYTES
  const routes = new Map<string, Route>()
  let closed = false

  const routeFor = (proxy: string | undefined): Route => {
    const key = proxy ?? ''
    let route = routes.get(key)
    if (!route) {
      // Some bundles hold no undici that loads. The platform's fetch takes over; options it cannot honour are refused by name.
      const agent = proxy ? loadProxy(proxy, options) : loadAgent(options).catch(() => createFetchTransport(options))
      route = { agent, active: 0, dropped: false }
      routes.set(key, route)
    }
    return route
  }

  /** undici 7 asks a proxy that closes on CONNECT again and again without a pause, until its agent is gone. */
  const drop = (proxy: string, route: Route): void => {
    if (routes.get(proxy) === route) routes.delete(proxy)
    route.dropped = true
  }

  const transport = async (address: string, init: TransportInit = {}): Promise<FetchLikeResponse> => {
    if (closed) throw closedError()
    const { signal, readTimeout = options.readTimeout || READ_TIMEOUT } = init
    signal?.throwIfAborted()
    const url = new URL(address)
    if (options.ignoreSSL && CREDENTIAL_HOST.test(url.hostname))
      throw invalidOption('ignoreSSL', 'cannot be used with hosts that give credentials', 'Leave it out, or pass ca.')
    const proxy = chooseProxy(url, options)
    const route = routeFor(proxy)
    const agent = await route.agent
    if (typeof agent === 'function') return agent(address, init)
    signal?.throwIfAborted()
    const exchange = new Exchange({
      host: url.host,
      viaProxy: proxy !== undefined,
      // An agent for a proxy limits only the first part of the way. Waiting for one of few connections is no connecting.
      connectTimeout: proxy ? (options.connectTimeout || CONNECT_TIMEOUT) + (options.maxIdleConns ? readTimeout : 0) : undefined,
      readTimeout,
      maxResponseBytes,
      signal,
      onSettled: proxy
        ? () => {
            if (!exchange.started) drop(proxy, route)
            if (--route.active === 0 && route.dropped) agent.destroy().catch(() => {})
          }
        : undefined,
    })
    const request = {
      origin: url.origin,
      path: url.pathname + url.search,
      method: (init.method ?? 'GET') as Dispatcher.HttpMethod,
      headers: { ...init.headers },
      body: (init.body ?? null) as Dispatcher.DispatchOptions['body'],
      ...(proxy && poolOptions(options)),
    }
    route.active++
    try {
      agent.dispatch(request as Dispatcher.DispatchOptions, exchange as Dispatcher.DispatchHandler)
    } catch (error) {
      exchange.fail(toTransportError(error, url.host, proxy !== undefined))
    }
    return exchange.response
  }
  return Object.assign(transport, {
    close: async () => {
      closed = true
      const open = await Promise.allSettled([...routes.values()].map(({ agent }) => agent))
      await Promise.all(
        open.map((result) => (result.status === 'fulfilled' && 'destroy' in result.value ? result.value.destroy() : undefined)),
      )
    },
  })
}

/** Once for each set of connection options: a transport is made once and kept. */
function warnOfIgnoreSSL(): void {
  process.emitWarning('Certificates are not checked, because ignoreSSL is set: anyone on the way can read and change requests.', {
    type: 'AlibabaCloudWarning',
    code: 'ERR_TLS',
  })
}
