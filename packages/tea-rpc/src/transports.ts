import { createTransport } from '#transport'
import type { Config, RuntimeOptions } from './config.ts'
import type { Transport } from './transport-options.ts'

/** The transports of a client: one for its own settings, and one for each other set of connection options that calls bring. */
export interface Transports {
  get(runtime: RuntimeOptions): Transport
  close(): Promise<void>
}

/** Calls that bring more different connections than this are served one by one. */
const MAX_KEPT = 16

export function createTransports(config: Config): Transports {
  const own = createTransport(config)
  const others = new Map<string, Transport>()
  return {
    get: ({ autoretry, maxAttempts, backoffPolicy, backoffPeriod, deadline, signal, extendsParameters, readTimeout, ...ofConnection }) => {
      // All of these are texts, numbers and booleans; those that are undefined are left out.
      const key = JSON.stringify(ofConnection)
      if (key === '{}') return own
      let transport = others.get(key)
      if (!transport) {
        transport = createTransport({ ...config, ...JSON.parse(key) })
        if (others.size < MAX_KEPT) others.set(key, transport)
      }
      return transport
    },
    close: async () => {
      await Promise.all([own, ...others.values()].map((transport) => transport.close()))
    },
  }
}
