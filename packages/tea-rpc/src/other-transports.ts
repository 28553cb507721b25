import { createTransport } from '#transport'
import type { Config, RuntimeOptions } from './config.ts'
import type { Transport } from './transport-options.ts'

/** The transports of a client for calls that bring connection options of their own, one for each set of them. */
export interface OtherTransports {
  /** Nothing when the options are not about the connection. */
  get(runtime: RuntimeOptions): Transport | undefined
  close(): Promise<void>
}

/** Calls that bring more different connections than this are served one by one. */
const MAX_KEPT = 16

export function createOtherTransports(config: Config): OtherTransports {
  const kept = new Map<string, Transport>()
  return {
    get: ({ autoretry, maxAttempts, backoffPolicy, backoffPeriod, deadline, signal, extendsParameters, readTimeout, ...ofConnection }) => {
      // All of these are texts, numbers and booleans; those that are undefined are left out.
      const key = JSON.stringify(ofConnection)
      if (key === '{}') return undefined
      let transport = kept.get(key)
      if (!transport) {
        transport = createTransport({ ...config, ...JSON.parse(key) })
        if (kept.size < MAX_KEPT) kept.set(key, transport)
      }
      return transport
    },
    close: async () => {
      await Promise.all([...kept.values()].map((transport) => transport.close()))
    },
  }
}
