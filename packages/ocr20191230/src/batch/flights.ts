/** Work that is under way, by key. */
export interface Flights<T> {
  find(key: string): Promise<T> | undefined
  /** Keeps work until `remove`. */
  add(key: string, work: Promise<T>): void
  remove(key: string): void
}

/**
 * A short list. Not a map: one that is filled and emptied all the time leaves a trail of outgrown tables, each of which holds the next,
 * and which the collector clears only when it goes through everything.
 */
export function createFlights<T>(): Flights<T> {
  const list: { readonly key: string; readonly work: Promise<T> }[] = []
  return {
    find: (key) => list.find((flight) => flight.key === key)?.work,
    add: (key, work) => void list.push({ key, work }),
    remove(key) {
      const index = list.findIndex((flight) => flight.key === key)
      const last = list.pop()
      if (last && index < list.length) list[index] = last
    },
  }
}
