import type { FetchLike } from '@x/credentials-core'
import { createTransport } from '#transport'
import { closedError } from './closed-error.ts'
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
  /** Those that are used, and not kept. */
  const busy = new Set<Transport>()
  let closed = false

  /** Sends by a transport that is known only for as long as its requests last. */
  const lent = (transport: Transport): Transport => {
    let running = 0
    const send: FetchLike = async (url, init) => {
      if (closed) throw closedError()
      running++
      busy.add(transport)
      let over = false
      const onSettled = (): void => {
        if (!over && --running === 0) busy.delete(transport)
        over = true
      }
      try {
        return await transport(url, { ...init, onSettled })
      } catch (error) {
        onSettled()
        throw error
      }
    }
    return Object.assign(send, { close: transport.close })
  }

  return {
    get: ({ autoretry, maxAttempts, backoffPolicy, backoffPeriod, deadline, signal, extendsParameters, readTimeout, ...ofConnection }) => {
      // All of these are texts, numbers and booleans; those that are undefined are left out.
      const key = JSON.stringify(ofConnection)
      if (key === '{}') return undefined
      const known = kept.get(key)
      if (known) return known
      const transport = createTransport({ ...config, ...JSON.parse(key) })
      if (kept.size >= MAX_KEPT) return lent(transport)
      kept.set(key, transport)
      return transport
    },
    close: async () => {
      closed = true
      await Promise.all([...kept.values(), ...busy].map((transport) => transport.close()))
    },
  }
}
