import { createTransport } from '#transport'
import { closedError } from './closed-error.ts'
import type { Config, RuntimeOptions } from './config.ts'
import { isUsual } from './is-usual.ts'
import { loadRare } from './load-rare.ts'
import type { OtherTransports } from './other-transports.ts'
import type { Transport } from './transport-options.ts'

/** The transports of a client: one for its own settings, and others for calls that bring connection options. */
export interface Transports {
  get(runtime: RuntimeOptions): Transport | Promise<Transport>
  close(): Promise<void>
}

export function createTransports(config: Config): Transports {
  const own = createTransport(config)
  let others: OtherTransports | undefined
  let closed = false
  const find = async (runtime: RuntimeOptions): Promise<Transport> => {
    const { checkRuntime, createOtherTransports } = await loadRare()
    checkRuntime(runtime)
    others ??= createOtherTransports(config)
    return (!closed && others.get(runtime)) || own
  }
  return {
    get: (runtime) => {
      if (closed) throw closedError()
      return isUsual(runtime) ? own : find(runtime)
    },
    close: async () => {
      closed = true
      await Promise.all([own.close(), others?.close()])
    },
  }
}
