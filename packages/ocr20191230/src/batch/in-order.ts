/** How work is spread. */
export interface InOrderOptions {
  /** Inputs that are worked on at the same time. */
  readonly concurrency: number
  /** No input is taken once this says true. */
  stopped(): boolean
  /** What makes `stopped` true while an input is waited for. */
  readonly signal?: AbortSignal | undefined
}

/** Results that may wait for an earlier one that takes long, for each that is worked on. */
const WAITING = 4

/**
 * Works on inputs side by side and gives the results in the order of the inputs. Takes inputs only as fast as results are taken, so a
 * bounded number of both is in memory. When the reader stops early, what was begun is waited for.
 *
 * @param work Must not reject.
 */
export async function* inOrder<I, R>(
  inputs: Iterable<I> | AsyncIterable<I>,
  work: (input: I, index: number) => Promise<R>,
  { concurrency, stopped, signal }: InOrderOptions,
): AsyncGenerator<R, void, undefined> {
  const queue: Promise<R>[] = []
  let waiting: (() => void)[] = []
  const changed = (): Promise<void> => new Promise((resolve) => waiting.push(resolve))
  const change = (): void => {
    const woken = waiting
    if (woken.length > 0) waiting = []
    for (const wake of woken) wake()
  }
  let running = 0
  const done = (): void => {
    running--
    change()
  }
  let left = false
  let ended = false
  let failure: { readonly error: unknown } | undefined

  const take = async (): Promise<void> => {
    let index = 0
    try {
      for await (const input of inputs) {
        if (left || stopped()) break
        const result = work(input, index++)
        running++
        result.then(done)
        queue.push(result)
        change()
        while ((running >= concurrency || queue.length >= concurrency * WAITING) && !left && !stopped()) await changed()
        if (left || stopped()) break
      }
    } catch (error) {
      failure = { error }
    }
    ended = true
    change()
  }
  signal?.addEventListener('abort', change)
  const taking = take()
  try {
    for (;;) {
      const [first] = queue
      if (first) {
        const result = await first
        queue.shift()
        change()
        yield result
      } else if (ended || stopped()) break
      else await changed()
    }
    if (failure) throw failure.error
  } finally {
    left = true
    signal?.removeEventListener('abort', change)
    change()
    await Promise.all(queue)
    // Not awaited when it waits for an input that may never come.
    taking.catch(() => {})
  }
}
