import type { Socket } from 'node:net'
import { type FetchLikeResponse, invalidOption } from '@x/credentials-core'
import type { Dispatcher } from 'undici'
import { CONNECT_TIMEOUT, loadAgent, loadProxy, poolOptions } from './agents.node.ts'
import { checkConnection } from './check-connection.node.ts'
import { chooseProxy } from './choose-proxy.node.ts'
import { closedError } from './closed-error.ts'
import { endConnecting } from './connector.node.ts'
import { Exchange } from './exchange.node.ts'
import { readUrl } from './read-url.ts'
import { createTransport as createFetchTransport } from './transport.web.ts'
import { MAX_RESPONSE_BYTES, READ_TIMEOUT, type Transport, type TransportInit, type TransportOptions } from './transport-options.ts'

/** An agent, and the exchanges that are under way on it. */
interface Route {
  readonly agent: Promise<Dispatcher | Transport>
  /** The same, once it is loaded: nobody waits for it then. */
  ready: Dispatcher | Transport | undefined
  active: number
  dropped: boolean
}

/** Where a request goes, and the parts of it that undici wants. */
interface Target {
  readonly address: string
  readonly url: URL
  readonly host: string
  readonly origin: string
  readonly path: string
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
  const connecting = new Set<Socket>()
  let closed = false
  let latest: Target | undefined

  /** Clients ask mostly one address again and again, and to read it costs more than all else here. */
  const targetOf = (address: string): Target => {
    if (latest?.address !== address) {
      const url = readUrl(address)
      latest = { address, url, host: url.host, origin: url.origin, path: url.pathname + url.search }
    }
    return latest
  }

  const routeFor = (proxy: string | undefined): Route => {
    const key = proxy ?? ''
    const known = routes.get(key)
    if (known) return known
    // Some bundles hold no undici that loads. The platform's fetch takes over; options it cannot honour are refused by name.
    const agent = proxy ? loadProxy(proxy, options, connecting) : loadAgent(options, connecting).catch(() => createFetchTransport(options))
    const route: Route = { agent, ready: undefined, active: 0, dropped: false }
    routes.set(key, route)
    return route
  }

  /** undici 7 asks a proxy that closes on CONNECT again and again without a pause, until its agent is gone. */
  const drop = (proxy: string, route: Route): void => {
    if (routes.get(proxy) === route) routes.delete(proxy)
    route.dropped = true
  }

  const exchangeOn = (agent: Dispatcher, route: Route, proxy: string | undefined, to: Target, init: TransportInit): Exchange => {
    const { signal } = init
    const readTimeout = init.readTimeout || options.readTimeout || READ_TIMEOUT
    const exchange = new Exchange({
      host: to.host,
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
            init.onSettled?.()
          }
        : init.onSettled,
    })
    const request = {
      origin: to.origin,
      path: to.path,
      method: (init.method ?? 'GET') as Dispatcher.HttpMethod,
      headers: { ...init.headers },
      body: (init.body ?? null) as Dispatcher.DispatchOptions['body'],
      ...(proxy && poolOptions(options)),
    }
    route.active++
    try {
      agent.dispatch(request as Dispatcher.DispatchOptions, exchange as Dispatcher.DispatchHandler)
    } catch (error) {
      exchange.fail(error)
    }
    return exchange
  }

  const send = (address: string, init: TransportInit): Promise<FetchLikeResponse> => {
    if (closed) throw closedError()
    init.signal?.throwIfAborted()
    const to = targetOf(address)
    if (options.ignoreSSL && CREDENTIAL_HOST.test(to.url.hostname))
      throw invalidOption('ignoreSSL', 'cannot be used with hosts that give credentials', 'Leave it out, or pass ca.')
    const proxy = chooseProxy(to.url, options)
    const route = routeFor(proxy)
    const { ready } = route
    if (!ready)
      return route.agent.then((agent) => {
        route.ready = agent
        return send(address, init)
      })
    return typeof ready === 'function' ? ready(address, init) : exchangeOn(ready, route, proxy, to, init).response
  }

  // No async function: each promise on the way is a part of what a call costs.
  const transport = (address: string, init: TransportInit = {}): Promise<FetchLikeResponse> => {
    try {
      return send(address, init)
    } catch (error) {
      return Promise.reject(error)
    }
  }
  return Object.assign(transport, {
    close: async () => {
      closed = true
      const open = await Promise.allSettled([...routes.values()].map(({ agent }) => agent))
      await Promise.all(
        open.map((result) => (result.status === 'fulfilled' && 'destroy' in result.value ? result.value.destroy() : undefined)),
      )
      for (const socket of connecting) endConnecting(socket, 'UND_ERR_DESTROYED')
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
