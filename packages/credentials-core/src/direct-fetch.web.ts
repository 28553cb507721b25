import type { FetchLike } from './fetch-like.ts'

/** The platform’s `fetch`, which must not follow a redirect. */
export const directFetch: FetchLike = (url, init) => globalThis.fetch(url, { ...init, redirect: 'manual' })
