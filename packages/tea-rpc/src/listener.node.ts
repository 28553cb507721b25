import { type Channel, channel } from 'node:diagnostics_channel'
import type { OnRpcEvent, RpcEvent } from './events.ts'

const NAMES: Readonly<Record<RpcEvent['type'], string>> = {
  attempt: 'x:rpc:attempt',
  retry: 'x:rpc:retry',
  skew: 'x:rpc:skew',
  resolve: 'x:credentials:resolve',
  refresh: 'x:credentials:refresh',
  stale: 'x:credentials:stale',
}

/**
 * Gives, for each call, the function to tell of it: `onEvent`, and the channels. Without `onEvent` and without a subscriber there is none,
 * and a call does nothing for events.
 */
export function createListener(onEvent: OnRpcEvent | undefined): () => OnRpcEvent | undefined {
  const channels = Object.fromEntries(Object.entries(NAMES).map(([type, name]) => [type, channel(name)])) as Record<string, Channel>
  const all = Object.values(channels)
  const tell = (event: RpcEvent): unknown => {
    channels[event.type]?.publish(event)
    // Its promise, if it gives one, is looked after by who tells.
    return onEvent?.(event)
  }
  return () => (onEvent || all.some(isHeard) ? tell : undefined)
}

const isHeard = ({ hasSubscribers }: Channel): boolean => hasSubscribers
