import { directFetch, type Environment, type FetchLike, isLoopback } from '@x/credentials-core'
import { createTransport } from '@x/tea-rpc/transport'

/** A `fetch` for credentials URIs: asks a helper on this machine directly, and reaches the others by the transport, with its proxies. */
export function fetchUri(env: Environment | undefined): FetchLike {
  let transport: FetchLike | undefined
  return (url, init) => {
    if (isLoopback(new URL(url).hostname)) return directFetch(url, init)
    transport ??= createTransport({ env })
    return transport(url, init)
  }
}
