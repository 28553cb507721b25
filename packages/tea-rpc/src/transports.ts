import { createTransport } from '#transport'
import type { Config, RuntimeOptions } from './config.ts'
import type { Transport, TransportOptions } from './transport-options.ts'

/** The transports of a client: one for its own settings, and one for each other set of connection options that calls bring. */
export interface Transports {
  get(runtime: RuntimeOptions): Transport
  close(): Promise<void>
}

const OF_CONNECTION = ['connectTimeout', 'httpProxy', 'httpsProxy', 'noProxy', 'maxIdleConns', 'key', 'cert', 'ca'] as const
const OF_CALL = ['ignoreSSL', 'keepAlive', 'localAddr'] as const
/** Calls that bring more different connections than this are served one by one. */
const MAX_KEPT = 16

export function createTransports(config: Config): Transports {
  const base: TransportOptions = { ...pick(config, [...OF_CONNECTION, 'readTimeout', 'tlsMinVersion', 'fetch']) }
  const own = createTransport(base)
  const others = new Map<string, Transport>()
  return {
    get: (runtime) => {
      const differing = pick(runtime, [...OF_CONNECTION, ...OF_CALL])
      const key = JSON.stringify(differing)
      if (key === '{}') return own
      let transport = others.get(key)
      if (!transport) {
        transport = createTransport({ ...base, ...differing })
        if (others.size < MAX_KEPT) others.set(key, transport)
      }
      return transport
    },
    close: async () => {
      await Promise.all([own, ...others.values()].map((transport) => transport.close()))
    },
  }
}

function pick<T extends object, K extends keyof T>(from: T, names: readonly K[]): Partial<Pick<T, K>> {
  const picked: Partial<Pick<T, K>> = {}
  for (const name of names) if (from[name] !== undefined) picked[name] = from[name]
  return picked
}
