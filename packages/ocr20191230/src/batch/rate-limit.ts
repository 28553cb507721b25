/** What the limit waits by. */
export interface RateClock {
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  /** Milliseconds on a clock that is never set. Default `performance.now`. */
  readonly monotonic?: (() => number) | undefined
}

/** When the latest calls started or will start, oldest first. */
export type Starts = number[]

const SECOND = 1000
/** By client and action: an account has one rate for each operation, however many batches use it. */
const startsByClient: WeakMap<object, Map<string, Starts>> = /* @__PURE__ */ new WeakMap()

/** The starts that all batches on a client share, for an operation. */
export function startsOf(client: object, action: string): Starts {
  const byAction = startsByClient.get(client) ?? new Map<string, Starts>()
  startsByClient.set(client, byAction)
  const starts = byAction.get(action) ?? []
  byAction.set(action, starts)
  return starts
}

/**
 * Settles when the next call may be started, so that at most `rate` are started in any second, those of others with the same `starts`
 * included. Calls start in the order in which they ask.
 *
 * @param rate Above 0; `Infinity` for no limit.
 */
export function rateLimit(
  rate: number,
  signal: AbortSignal | undefined,
  { sleep, monotonic = steady }: RateClock,
  starts: Starts = [],
): () => Promise<void> {
  if (rate === Number.POSITIVE_INFINITY) return async () => {}
  // The service counts whole calls in a second; a rate between is spread evenly.
  const [limit, interval] = Number.isInteger(rate) ? [rate, SECOND] : [1, SECOND / rate]
  return async () => {
    const now = monotonic()
    // The last one stays: a slow rate counts from it for longer than a second.
    while (starts.length > 1 && (starts[0] as number) + SECOND <= now) starts.shift()
    const start = Math.max(now, starts.at(-1) ?? now, (starts.at(-limit) ?? Number.NEGATIVE_INFINITY) + interval)
    starts.push(start)
    if (start <= now) return
    try {
      await sleep(Math.ceil(start - now), signal)
    } catch (error) {
      starts.splice(starts.indexOf(start), 1)
      throw error
    }
  }
}

const steady = (): number => performance.now()
