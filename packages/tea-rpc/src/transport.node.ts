/// <reference path="./undici-agent.d.ts" />
import { type FetchLikeResponse, invalidOption } from '@x/credentials-core'
import type { Dispatcher } from 'undici'
import { chooseProxy } from './choose-proxy.node.ts'
import { Exchange } from './exchange.node.ts'
import { createTransport as createFetchTransport } from './transport.web.ts'
import { closedError, toTransportError } from './transport-errors.ts'
import { MAX_RESPONSE_BYTES, READ_TIMEOUT, type Transport, type TransportInit, type TransportOptions } from './transport-options.ts'

const CONNECT_TIMEOUT = 5_000

/**
 * A transport on undici's dispatcher, with a connection pool, proxies and TLS settings of its own. undici is loaded at the first
 * request, and of it only the agent, which starts as fast as the built-in `fetch` and costs a seventh of it a call afterwards.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for a proxy that is not an http address.
 */
export function createTransport(options: TransportOptions = {}): Transport {
  if (options.fetch) return createFetchTransport(options)
  for (const field of ['httpProxy', 'httpsProxy'] as const) checkProxy(options[field], field)
  const maxResponseBytes = options.maxResponseBytes ?? MAX_RESPONSE_BYTES
  const dispatchers = new Map<string, Promise<Dispatcher | Transport>>()
  let closed = false

  const dispatcherFor = (proxy: string | undefined): Promise<Dispatcher | Transport> => {
    const key = proxy ?? ''
    let dispatcher = dispatchers.get(key)
    if (!dispatcher) {
      dispatcher = proxy ? loadProxy(proxy, options) : loadAgent(options)
      dispatchers.set(key, dispatcher)
    }
    return dispatcher
  }

  // undici 7 asks a proxy that closes on CONNECT again and again without a pause, until its dispatcher is gone.
  const drop = (proxy: string, dispatcher: Dispatcher): void => {
    dispatchers.delete(proxy)
    dispatcher.destroy().catch(() => {})
  }

  const transport = async (address: string, init: TransportInit = {}): Promise<FetchLikeResponse> => {
    if (closed) throw closedError()
    const { signal, readTimeout = options.readTimeout || READ_TIMEOUT } = init
    signal?.throwIfAborted()
    const url = new URL(address)
    const proxy = chooseProxy(url, options)
    const dispatcher = await dispatcherFor(proxy)
    if (typeof dispatcher === 'function') return dispatcher(address, init)
    signal?.throwIfAborted()
    const exchange = new Exchange({ host: url.host, viaProxy: proxy !== undefined, readTimeout, maxResponseBytes, signal })
    const request = {
      origin: url.origin,
      path: url.pathname + url.search,
      method: (init.method ?? 'GET') as Dispatcher.HttpMethod,
      headers: { ...init.headers },
      body: (init.body ?? null) as Dispatcher.DispatchOptions['body'],
    }
    try {
      dispatcher.dispatch(request as Dispatcher.DispatchOptions, exchange as Dispatcher.DispatchHandler)
    } catch (error) {
      exchange.fail(toTransportError(error, url.host, proxy !== undefined))
    }
    if (proxy) exchange.response.catch(() => exchange.started || drop(proxy, dispatcher))
    return exchange.response
  }
  return Object.assign(transport, {
    close: async () => {
      closed = true
      const open = await Promise.allSettled(dispatchers.values())
      await Promise.all(
        open.map((result) => (result.status === 'fulfilled' && 'destroy' in result.value ? result.value.destroy() : undefined)),
      )
    },
  })
}

/** The agent alone loads in a quarter of the time of the whole package; a test fails when its path moves. */
async function loadAgent(options: TransportOptions): Promise<Dispatcher | Transport> {
  const settings = agentOptions(options)
  try {
    const { default: Agent } = await import('undici/lib/dispatcher/agent.js')
    return new Agent(settings)
  } catch {
    try {
      const { Agent } = await import('undici')
      return new Agent(settings)
    } catch {
      // Some bundles hold no undici that loads. The platform's fetch takes over; options it cannot honour are refused by name.
      return createFetchTransport(options)
    }
  }
}

async function loadProxy(uri: string, options: TransportOptions): Promise<Dispatcher> {
  const { ProxyAgent } = await import('undici')
  const { connect, ...settings } = agentOptions(options)
  // Without a tunnel for http addresses: many proxies refuse CONNECT to other ports than 443.
  return new ProxyAgent({ ...settings, uri, proxyTunnel: false, requestTls: connect, proxyTls: { timeout: connect.timeout } })
}

/** undici's own time limits are off: they are coarse, and the exchange has its own. */
function agentOptions(options: TransportOptions) {
  const { key, cert, ca, ignoreSSL, tlsMinVersion, localAddr, maxIdleConns, keepAlive } = options
  const connect = {
    timeout: options.connectTimeout || CONNECT_TIMEOUT,
    ...(key !== undefined && { key }),
    ...(cert !== undefined && { cert }),
    ...(ca !== undefined && { ca }),
    ...(ignoreSSL && { rejectUnauthorized: false }),
    ...(tlsMinVersion !== undefined && { minVersion: tlsMinVersion as 'TLSv1.2' }),
    ...(localAddr !== undefined && { localAddress: localAddr }),
  }
  return {
    connect,
    headersTimeout: 0,
    bodyTimeout: 0,
    ...(maxIdleConns !== undefined && { connections: maxIdleConns }),
    // A connection that is never kept is one that carries a single request.
    ...(keepAlive === false && { pipelining: 0 }),
  }
}

function checkProxy(proxy: string | undefined, field: string): void {
  if (proxy && !/^https?:\/\/[^/\s]+\/?$/i.test(proxy)) {
    throw invalidOption(field, 'is not the address of an http proxy', 'Pass something like http://proxy.example:3128.')
  }
}
