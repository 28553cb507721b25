import { loadProviderPart } from '@x/credentials-core'
import type { StsCaller, StsClient, StsRequest } from './sts-client.ts'
import { createOriginFinder } from './sts-endpoint.ts'
import { readStsLimits, type StsOptions } from './sts-options.ts'

/** The answer to a request. */
export interface StsAnswer {
  readonly action: string
  readonly host: string
  readonly body: unknown
  /** Milliseconds it took. */
  readonly ms: number
}

/**
 * Makes the function that asks STS, with the limits of credentials.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` or `ERR_RUNTIME_UNSUPPORTED` at once for an option that cannot work.
 */
export function createStsCall(options: StsOptions, caller: StsCaller): (request: StsRequest) => Promise<StsAnswer> {
  const limits = readStsLimits(options)
  const findOrigin = createOriginFinder(options, caller.provider, caller.central)
  // Not the options: those of a provider may hold a private key, which nobody needs for longer than to read it.
  const { fetch, httpsProxy, noProxy, ca, env, nonce, refresh } = options
  const now = options.now ?? refresh?.now ?? Date.now
  let client: StsClient | undefined

  return async (request) => {
    const endpoint = findOrigin()
    if (!client) {
      const { createStsClient } = await loadProviderPart(caller.provider, () => import('./sts-client.ts'))
      client ??= createStsClient({ ...limits, httpsProxy, noProxy, ca, env, fetch, caller, now, nonce })
    }
    const begun = now()
    const body = await client(request, endpoint)
    return { action: request.action, host: new URL(endpoint).host, body, ms: now() - begun }
  }
}
