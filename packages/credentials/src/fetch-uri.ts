import { directFetch, type Environment, type FetchLike, isLoopback, loadProviderPart } from '@x/credentials-core'

/** A `fetch` for credentials URIs: asks a helper on this machine directly, and reaches the others by the transport, with its proxies. */
export function fetchUri(env: Environment | undefined): FetchLike {
  let transport: FetchLike | undefined
  return async (url, init) => {
    if (isLoopback(new URL(url).hostname)) return directFetch(url, init)
    const { createTransport } = await loadProviderPart('credential_uri', () => import('@x/tea-rpc/transport'))
    transport ??= createTransport({ env })
    return transport(url, init)
  }
}
