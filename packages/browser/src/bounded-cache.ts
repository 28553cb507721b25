/** Values by key, of which the longest unused go first. */
export interface BoundedCache<Value> {
  /** The value of a key, made when there is none. */
  get(key: string, make: () => Value): Value
}

interface Entry<Value> {
  readonly value: Value
  usedAt: number
}

/** Holds at most `max` values, and none that was not used for `maxIdle` milliseconds (R74). */
export function createBoundedCache<Value>(settings: {
  readonly max: number
  readonly maxIdle: number
  readonly now: () => number
}): BoundedCache<Value> {
  const { max, maxIdle, now } = settings
  // In the order of last use.
  const entries = new Map<string, Entry<Value>>()

  return {
    get(key, make) {
      const at = now()
      const entry = entries.get(key) ?? { value: make(), usedAt: at }
      entry.usedAt = at
      entries.delete(key)
      entries.set(key, entry)
      for (const [oldest, { usedAt }] of entries) {
        if (entries.size <= max && at - usedAt < maxIdle) break
        if (oldest !== key) entries.delete(oldest)
      }
      return entry.value
    },
  }
}
