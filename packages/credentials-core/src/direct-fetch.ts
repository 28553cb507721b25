import { directFetch as platformFetch } from '#direct-fetch'
import type { FetchLike } from './fetch-like.ts'

/**
 * Sends a request as it is, following no redirect. On Node past every proxy, with certificates checked whatever the environment says: the
 * platform's `fetch` obeys proxy settings of the environment, even for loopback. Made for credential endpoints.
 *
 * @example const answer = await directFetch('http://127.0.0.1:8080/credentials')
 */
export const directFetch: FetchLike = platformFetch
