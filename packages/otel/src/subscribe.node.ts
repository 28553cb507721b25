import { subscribe as join, unsubscribe as leave } from 'node:diagnostics_channel'
import type { OnRpcEvent, RpcEvent } from '@x/tea-rpc'

const CHANNELS: Readonly<Record<RpcEvent['type'], string>> = {
  attempt: 'x:rpc:attempt',
  retry: 'x:rpc:retry',
  skew: 'x:rpc:skew',
  resolve: 'x:credentials:resolve',
  refresh: 'x:credentials:refresh',
  stale: 'x:credentials:stale',
}

/** Listens to all clients of the process until the function that it gives is called. */
export function subscribe(listener: OnRpcEvent): () => void {
  const heard = (message: unknown): void => listener(message as RpcEvent)
  const names = Object.values(CHANNELS)
  for (const name of names) join(name, heard)
  return () => {
    for (const name of names) leave(name, heard)
  }
}
