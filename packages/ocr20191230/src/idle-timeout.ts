/** Milliseconds without a byte after which an upload is given up, unless `readTimeout` says otherwise. */
export const IDLE_TIMEOUT = 30_000
