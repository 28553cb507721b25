import { invalidOption } from '@x/credentials-core'

/** What the limit waits by. */
export interface RateClock {
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  /** Milliseconds on a clock that is never set. Default `performance.now`. */
  readonly monotonic?: (() => number) | undefined
}

/**
 * Settles when the next call may be started, so that at most `rate` are started in any second.
 *
 * @throws AlibabaCloudError `ERR_INVALID_OPTION` for a rate that is not above 0.
 */
export function rateLimit(rate: number, signal: AbortSignal | undefined, { sleep, monotonic = steady }: RateClock): () => Promise<void> {
  if (!(rate > 0)) throw invalidOption('rate', 'is not a number above 0', 'Pass calls a second, or Infinity for no limit.')
  if (rate === Number.POSITIVE_INFINITY) return async () => {}
  // The service counts whole calls in a second; a rate between is spread evenly.
  const [limit, interval] = Number.isInteger(rate) ? [rate, 1000] : [1, 1000 / rate]
  /** When the calls of the last interval started or will start, oldest first. */
  const starts: number[] = []
  return async () => {
    const now = monotonic()
    while (starts[0] !== undefined && starts[0] + interval <= now) starts.shift()
    const before = starts.at(-limit)
    const start = before === undefined ? now : before + interval
    starts.push(start)
    if (start > now) await sleep(Math.ceil(start - now), signal)
  }
}

const steady = (): number => performance.now()
