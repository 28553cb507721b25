import type { OnRpcEvent } from './events.ts'

/** Gives, for each call, the function to tell of it, if anybody listens. Channels exist on Node only. */
export function createListener(onEvent: OnRpcEvent | undefined): () => OnRpcEvent | undefined {
  return () => onEvent
}
